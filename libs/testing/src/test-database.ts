import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource } from '#store';

/** Name of the migrated database that every suite's own one is cloned from. */
export const templateDatabase = 'wiredesk_template';

/** Where the test run's server is; set by the global set-up. */
export function testServerUrl(): string {
  const url = process.env['WIREDESK_TEST_DATABASE'];
  if (!url) throw new Error('the test run has no PostgreSQL: run the tests through npm test');
  return url;
}

/**
 * A real, migrated PostgreSQL database of the suite's own, cloned from the run's template in some ten milliseconds.
 * Call `drop` when done.
 */
export async function testDatabase(): Promise<{
  dataSource: DataSource;
  url: string;
  drop: () => Promise<void>;
}> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${name} template ${templateDatabase}`);
  const url = withDatabase(testServerUrl(), name);
  const dataSource = await createDataSource({ url, poolSize: 10 }).initialize();
  return {
    dataSource,
    url,
    drop: async () => {
      if (dataSource.isInitialized) await dataSource.destroy();
      await onServer(`drop database ${name} with (force)`);
    },
  };
}

/** The same server's URL with another database. */
export function withDatabase(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: withDatabase(testServerUrl(), 'postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
