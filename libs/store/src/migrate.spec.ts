import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase } from '#testing';
import { migrate, revertMigration } from './migrate.js';
import { migrations } from './migrations/index.js';

describe('migrations', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;

  beforeAll(async () => {
    database = await testDatabase();
  });

  afterAll(() => database.drop());

  it('can all be taken back, and applied again by two services that start at once', async () => {
    for (let i = 0; i < migrations.length; i += 1) await revertMigration(database.dataSource);
    const schemas = await database.dataSource.query(
      "select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public')",
    );
    expect(schemas).toEqual([]);
    const reports = await Promise.all([migrate(database.dataSource), migrate(database.dataSource)]);
    expect(reports.flatMap((report) => report.applied)).toHaveLength(migrations.length);
  });
});
