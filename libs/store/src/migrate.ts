import type { DataSource } from 'typeorm';

/** Session advisory lock that lets one migrator run at a time: TypeORM has none of its own. */
const migrationLock = 7_271_001;

export interface MigrationReport {
  readonly applied: string[];
}

/** Applies all pending migrations, one transaction each, under an advisory lock. */
export async function migrate(dataSource: DataSource): Promise<MigrationReport> {
  return locked(dataSource, async () => {
    const applied = await dataSource.runMigrations({ transaction: 'each' });
    return { applied: applied.map((migration) => migration.name) };
  });
}

/** Takes back the newest migration, under the same lock. */
export async function revertMigration(dataSource: DataSource): Promise<void> {
  await locked(dataSource, () => dataSource.undoLastMigration({ transaction: 'each' }));
}

/** Whether this version knows migrations that the database lacks. */
export async function pendingMigrations(dataSource: DataSource): Promise<boolean> {
  return dataSource.showMigrations();
}

async function locked<T>(dataSource: DataSource, work: () => Promise<T>): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('select pg_advisory_lock($1)', [migrationLock]);
    return await work();
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [migrationLock]);
    await runner.release();
  }
}
