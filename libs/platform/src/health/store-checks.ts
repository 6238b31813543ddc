import type { HealthRegistry } from './health-registry.js';

export interface StoreChecks {
  /** Rejects when the database cannot be asked. */
  readonly ping: () => Promise<unknown>;
  /** Whether migrations of this version are missing. */
  readonly pendingMigrations: () => Promise<boolean>;
}

/** Readiness of a service that needs the database: it answers, and its schema is this version's. */
export function registerStoreChecks(health: HealthRegistry, store: StoreChecks): void {
  let migrated = false;
  health.register('store', async () => {
    await store.ping().catch((cause: unknown) => {
      throw new Error('the database does not answer', { cause });
    });
  });
  health.register('migrations', async () => {
    // Once applied they stay so: later checks need not ask again.
    migrated ||= !(await store.pendingMigrations().catch((cause: unknown) => {
      throw new Error('the database does not answer', { cause });
    }));
    if (!migrated) throw new Error('migrations of this version are not applied yet');
  });
}
