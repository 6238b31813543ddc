import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { DataSource } from 'typeorm';
import { testDatabase } from '#testing';
import { createDataSource } from '../data-source.js';
import { startEmbeddedPostgres } from '../embedded/embedded-postgres.js';
import { migrate } from '../migrate.js';
import { LeaseRegistry } from './lease-registry.js';
import { counted, until } from './lease.testing.js';

let database: Awaited<ReturnType<typeof testDatabase>>;
const running: HolderProcess[] = [];
const registries: LeaseRegistry[] = [];

beforeAll(async () => {
  database = await testDatabase();
  await database.dataSource.query('create table probe (holder text)');
});

afterEach(async () => {
  for (const child of running.splice(0)) child.kill();
  await Promise.all(registries.splice(0).map((registry) => registry.close()));
  await database.dataSource.query('truncate bus.leases, probe');
});

afterAll(() => database.drop());

function aRegistry(dataSource: DataSource = database.dataSource): LeaseRegistry {
  const registry = new LeaseRegistry(dataSource, { onTrouble: () => undefined });
  registries.push(registry);
  return registry;
}

describe('a process with a lease', () => {
  it('that is killed is replaced within six seconds', async () => {
    const holder = await HolderProcess.start(database.url, 'dying');
    await holder.hears('held');
    const { seen, work } = counted();
    aRegistry().keep('work', work);
    holder.kill();
    expect(await until(() => seen.running === 1)).toBeLessThan(6_000);
  });

  it('that freezes in a transaction is replaced within six seconds, and writes nothing when it thaws', async () => {
    const holder = await HolderProcess.start(database.url, 'frozen');
    await holder.hears('held');
    holder.say('write');
    await holder.hears('inside');
    holder.freeze();
    const { seen, work } = counted();
    aRegistry().keep('work', work);
    expect(await until(() => seen.running === 1)).toBeLessThan(6_000);
    await database.dataSource.transaction(async (manager) => {
      await manager.query('set local lock_timeout = 500');
      await manager.query('select pg_advisory_xact_lock(1)');
    });
    holder.thaw();
    await holder.hears('lost');
    await holder.hears('broken off');
    holder.say('write');
    await holder.hears('lease_lost');
    expect(holder.heard.toSorted()).toEqual(['broken off', 'held', 'inside', 'lease_lost', 'lost']);
    expect(await database.dataSource.query('select holder from probe')).toEqual([]);
    expect(seen).toEqual({ terms: 1, running: 1 });
  });

  it('that drains long after it froze takes nothing from the new holder', async () => {
    const holder = await HolderProcess.start(database.url, 'late');
    await holder.hears('held');
    holder.freeze();
    const { seen, work } = counted();
    aRegistry().keep('work', work);
    await until(() => seen.running === 1);
    holder.thaw();
    await holder.end();
    await sleep(1_200);
    expect(seen).toEqual({ terms: 1, running: 1 });
  });
});

describe('a lease on a server that restarts', () => {
  it('outlives the restart: one process goes on, and no more than one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wiredesk-lease-'));
    let server = await startEmbeddedPostgres({ folder });
    const dataSource = await createDataSource({ url: server.url }).initialize();
    await migrate(dataSource);
    const [one, other] = [counted(), counted()];
    aRegistry(dataSource).keep('work', one.work);
    await until(() => one.seen.running === 1);
    aRegistry(dataSource).keep('work', other.work);
    await server.stop();
    server = await startEmbeddedPostgres({ folder, port: Number(new URL(server.url).port) });
    const since = new Date();
    await until(async () => {
      const [lease] = await dataSource.query('select holder, renewed_at from bus.leases').catch(() => []);
      return lease?.holder !== undefined && lease.renewed_at > since;
    });
    await until(() => one.seen.running + other.seen.running === 1);
    await sleep(1_500);
    expect(one.seen.running + other.seen.running).toBe(1);
    await Promise.all(registries.splice(0).map((registry) => registry.close()));
    await dataSource.destroy();
    await server.stop();
    await rm(folder, { recursive: true });
  });
});

/** The fixture's process, and what it has told. */
class HolderProcess {
  readonly heard: string[] = [];

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8');
    child.stdout?.on('data', (text: string) => this.heard.push(...text.trim().split('\n')));
  }

  static async start(url: string, name: string): Promise<HolderProcess> {
    const script = fileURLToPath(new URL('./lease-holder.fixture.ts', import.meta.url));
    const child = spawn(
      process.execPath,
      ['--conditions=source', '--import', './tools/typescript.mjs', script, url, name],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    const holder = new HolderProcess(child);
    running.push(holder);
    return Promise.resolve(holder);
  }

  async hears(word: string): Promise<void> {
    await until(() => this.heard.includes(word), 20_000);
  }

  say(line: string): void {
    this.child.stdin?.write(`${line}\n`);
  }

  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.stdin?.end();
    await ended;
  }
}
