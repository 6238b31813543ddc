import { DataSource } from 'typeorm';
import { ApiKeyRow } from './entities/access-api-key.js';
import { FeedRow } from './entities/gateway-feed.js';
import { migrations } from './migrations/index.js';

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  /** TLS as node-postgres takes it; undefined = plain. */
  readonly ssl?: { readonly ca?: string; readonly rejectUnauthorized: boolean } | undefined;
  /** Upper bound of the connection pool. */
  readonly poolSize?: number;
  readonly applicationName?: string;
}

/**
 * The data source of every service. Nothing is synchronised: the schema is what the migrations make.
 * Sessions cap idle and long transactions: one that is left open would hold back every reader of the event log.
 */
export function createDataSource(options: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url: options.url,
    ...(options.ssl ? { ssl: options.ssl } : {}),
    applicationName: options.applicationName ?? 'wiredesk',
    entities: [ApiKeyRow, FeedRow],
    migrations,
    migrationsTableName: 'schema_migrations',
    migrationsTransactionMode: 'each',
    poolSize: options.poolSize ?? 20,
    connectTimeoutMS: 5_000,
    extra: {
      idle_in_transaction_session_timeout: 10_000,
      statement_timeout: 60_000,
      keepAlive: true,
    },
  });
}
