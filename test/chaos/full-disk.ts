import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { gone, signal } from '../../tools/stack/processes.js';
import { freePort } from '../../tools/stack/ports.js';
import { ServiceProcess } from '../stack/service-process.js';
import type { Outcome } from './arena.js';
import { differences, unequal } from './compare.js';
import { Traffic } from './traffic.js';

const run = promisify(execFile);

const diskMegabytes = 320;
const feed = 'stormwire';
/** A desk that has found no way back by then is started again, as whoever watches it would. */
const patienceMs = 20_000;
const settleTimeoutMs = 180_000;

/**
 * Runs a desk on a small disk of its own, fills that disk under traffic, and makes room again. Gives why it could not be
 * run where nothing may be mounted.
 */
export async function runFullDisk(perSecond: number): Promise<Outcome | string> {
  const disk = await mkdtemp(join(tmpdir(), 'wiredesk-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m,mode=755`, 'tmpfs', disk]);
  } catch {
    await rm(disk, { recursive: true });
    return 'nothing may be mounted here';
  }
  const logs = await mkdtemp(join(tmpdir(), 'wiredesk-disk-logs-'));
  const adminKey = `wd_admin_${randomBytes(32).toString('hex')}`;
  const desk = new ServiceProcess({
    app: 'desk',
    args: ['--no-demo'],
    port: await freePort(),
    log: join(logs, 'desk.log'),
    environment: {
      WIREDESK_DATA: join(disk, 'data'),
      WIREDESK_ADMIN_KEY: adminKey,
      WIREDESK_RATE_LIMIT: '0',
      LOG_LEVEL: 'warn',
    },
  });
  try {
    await desk.start();
    return await fillAndJudge(desk, disk, adminKey, perSecond);
  } finally {
    await desk.stop();
    await stopPostgres(disk);
    await run('umount', ['-l', disk]);
    await rm(disk, { recursive: true, force: true });
    await rm(logs, { recursive: true, force: true });
  }
}

async function fillAndJudge(
  desk: ServiceProcess,
  disk: string,
  adminKey: string,
  perSecond: number,
): Promise<Outcome> {
  await fetch(`${desk.url}/v1/feeds`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id: feed, provider: feed, kind: 'push' }),
  });
  const traffic = new Traffic({ urls: [desk.url], feed, key: adminKey, perSecond });
  traffic.start();
  await sleep(4_000);
  const filler = join(disk, 'filler');
  await fill(filler);
  await sleep(10_000);
  await rm(filler);
  const begun = performance.now();
  const crashes = await comeBack(desk, disk);
  await sleep(2_000);
  await traffic.stop();
  const verdicts = await settle(disk, new Set(traffic.accepted.values()));
  const recoverySeconds = (performance.now() - begun) / 1_000;
  return {
    verdicts,
    accepted: traffic.accepted.size,
    perSecond: traffic.rate,
    recoverySeconds,
    repeats: traffic.repeats,
    crashes,
  };
}

/** Writes until nothing more fits. */
async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  const chunk = Buffer.alloc(1_048_576, 1);
  try {
    for (;;) await file.write(chunk);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    await file.close();
  }
}

/** Waits until the desk is ready; one that has ended, or finds no way back by itself, is started again. */
async function comeBack(desk: ServiceProcess, disk: string): Promise<string[]> {
  const deadline = Date.now() + patienceMs;
  while (desk.isRunning && Date.now() < deadline) {
    if (await desk.ready()) return [];
    await sleep(250);
  }
  const how = desk.isRunning ? 'found no way back by itself' : 'ended';
  process.stderr.write(`the desk ${how} and is started again\n`);
  await desk.kill();
  await stopPostgres(disk);
  await desk.start();
  return [];
}

async function settle(disk: string, accepted: ReadonlySet<string>): Promise<Outcome['verdicts']> {
  const deadline = Date.now() + settleTimeoutMs;
  const file = await readFile(join(disk, 'data', 'desk.json'), 'utf8');
  const { databaseUrl } = JSON.parse(file) as { databaseUrl: string };
  for (;;) {
    const verdicts = await judge(databaseUrl, accepted);
    if (verdicts.every(({ faults }) => faults.length === 0) || Date.now() > deadline) return verdicts;
    await sleep(1_000);
  }
}

async function judge(databaseUrl: string, accepted: ReadonlySet<string>): Promise<Outcome['verdicts']> {
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    const ids = async (sql: string) =>
      new Set((await database.query<{ id: string }>(sql)).rows.map(({ id }) => id));
    const revisions = async (sql: string) =>
      new Map(
        (await database.query<{ id: string; revision: number | string }>(sql)).rows.map((row) => [
          row.id,
          Number(row.revision),
        ]),
      );
    const stored = await ids('select transmission_id as id from gateway.transmissions');
    const filed = await ids(
      'select transmission_id as id from truth.filings union select transmission_id from normaliser.quarantine',
    );
    const stories = await revisions('select story_id as id, revision from truth.stories');
    const indexed = await revisions('select story_id as id, revision from search.documents');
    return [
      { invariant: 'accepted = stored', faults: differences('transmission', accepted, stored) },
      { invariant: 'stored = filed', faults: differences('transmission', stored, filed) },
      { invariant: 'truth = index', faults: unequal('index', stories, indexed) },
    ];
  } finally {
    await database.end();
  }
}

/** The desk leaves its PostgreSQL running when it is killed. */
async function stopPostgres(disk: string): Promise<void> {
  const path = join(disk, 'data', 'postgres', 'cluster', 'postmaster.pid');
  // no file: it has ended already
  const pid = Number((await readFile(path, 'utf8').catch(() => '')).split('\n')[0]);
  if (!(pid > 0)) return;
  signal(pid, 'SIGINT');
  await gone(pid);
}
