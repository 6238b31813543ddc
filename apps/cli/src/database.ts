import type { DataSource } from 'typeorm';
import { ConfigError } from '#contracts';
import { readDeskFile } from './desk-client.js';

/** Runs work on the database itself: that of DATABASE_URL, else of the desk that runs on the data folder. */
export async function withDatabase<T>(work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  const url = process.env['DATABASE_URL'] ?? (await readDeskFile())?.databaseUrl;
  if (url === undefined) {
    throw new ConfigError('no_database', 'set DATABASE_URL, or run this where a desk runs');
  }
  const { createDataSource } = await import('#store');
  const dataSource = await createDataSource({
    url,
    poolSize: 4,
    applicationName: 'wiredesk cli',
  }).initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
