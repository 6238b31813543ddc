export { createDataSource, type DatabaseOptions } from './data-source.js';
export { migrate, pendingMigrations, revertMigration, type MigrationReport } from './migrate.js';
export { appendEvents, eventChannel, lockKeys } from './event-log/append.js';
export { dataIdOf, loadEventData, mostInlineBytes, trimEventData } from './event-log/event-data.js';
export { type Lease } from './lease/lease.js';
export { LeaseRegistry, type LeaseRegistryOptions, type LeaseState } from './lease/lease-registry.js';
export type { KeptWork, LeasedWork } from './lease/lease-keeper.js';
export { StoreModule } from './store.module.js';
export {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './embedded/embedded-postgres.js';
export { chooseServerUser } from './embedded/server-user.js';
export { readRawTransmissions, type RawTransmission } from './raw-archive.js';
export { ApiKeyRow } from './entities/access-api-key.js';
export { FeedRow } from './entities/gateway-feed.js';
export * from './truth/index.js';
