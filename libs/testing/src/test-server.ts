import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createDataSource, migrate, startEmbeddedPostgres, type EmbeddedPostgres } from '#store';
import { templateDatabase, withDatabase } from './test-database.js';

let running: { server: EmbeddedPostgres; folder: string } | undefined;

/** Starts one real PostgreSQL for the whole test run, with a migrated template that suites clone. */
export async function startTestServer(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'wiredesk-test-'));
  const server = await startEmbeddedPostgres({ folder, volatile: true });
  running = { server, folder };
  process.env['WIREDESK_TEST_DATABASE'] = server.url;
  const client = new Client({ connectionString: withDatabase(server.url, 'postgres') });
  await client.connect();
  await client.query(`create database ${templateDatabase}`);
  await client.end();
  const dataSource = await createDataSource({ url: withDatabase(server.url, templateDatabase) }).initialize();
  await migrate(dataSource);
  await dataSource.destroy();
}

/** Stops that server and removes its data. */
export async function stopTestServer(): Promise<void> {
  if (!running) return;
  await running.server.stop();
  await rm(running.folder, { recursive: true, force: true });
  running = undefined;
}
