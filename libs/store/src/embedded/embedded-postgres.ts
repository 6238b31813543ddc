import { spawn, type StdioOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { WiredeskError } from '#contracts';
import { findServerFiles, type ServerFiles } from './server-files.js';
import { chooseServerUser, type ServerUser } from './server-user.js';

export interface EmbeddedPostgresOptions {
  /** Folder of the cluster and of `postgres.json`; made when missing. */
  readonly folder: string;
  /** Trades durability for speed: for tests only. */
  readonly volatile?: boolean;
  /** Loopback port; default: any free one, chosen at each start. */
  readonly port?: number;
  /** Most sessions at once; default 120, enough for a desk. */
  readonly maxConnections?: number;
}

/** A running server of the embedded default. */
export interface EmbeddedPostgres {
  /** Connection URL of the database `wiredesk`. */
  readonly url: string;
  /** The server was already running: left behind by a desk that was killed, or started by another one. */
  readonly adopted: boolean;
  /** Stops the server, ending its connections. */
  stop(): Promise<void>;
}

interface ServerState {
  readonly port: number;
  readonly password: string;
}

const startTimeoutMs = 30_000;

/**
 * Starts PostgreSQL from npm on a loopback port of its own, or adopts the server that already runs on this folder.
 * The server is a process group of its own, so that a terminal's Ctrl-C reaches only the desk, which drains first.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = resolve(options.folder);
  await mkdir(folder, { recursive: true });
  const running = await readState(folder);
  if (running && (await answers(running))) return handle(folder, running, true);
  const files = await findServerFiles();
  const user = chooseServerUser([files.postgres, folder]);
  const password = running?.password ?? (await createCluster(folder, files, user));
  const state = { port: options.port ?? (await freePort()), password };
  await startServer(folder, state, files, user, options);
  return handle(folder, state, false);
}

function handle(folder: string, state: ServerState, adopted: boolean): EmbeddedPostgres {
  return { url: urlOf(state, 'wiredesk'), adopted, stop: () => stopServer(folder) };
}

function urlOf(state: ServerState, database: string): string {
  return `postgres://wiredesk:${state.password}@127.0.0.1:${state.port}/${database}`;
}

async function readState(folder: string): Promise<ServerState | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, 'postgres.json'), 'utf8')) as ServerState;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function answers(state: ServerState): Promise<boolean> {
  const client = new Client({ connectionString: urlOf(state, 'postgres'), connectionTimeoutMillis: 2_000 });
  // a connection that breaks while it is being made also reports here, besides rejecting connect()
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Runs initdb in a side folder first: a cluster that is there is a whole one. Returns the new password. */
async function createCluster(folder: string, files: ServerFiles, user: ServerUser): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  const half = join(folder, 'cluster.new');
  const secret = join(folder, 'password');
  await rm(half, { recursive: true, force: true });
  await rm(join(folder, 'cluster'), { recursive: true, force: true });
  await mkdir(half, { mode: 0o700 });
  await writeFile(secret, password, { mode: 0o600 });
  if (user.owner)
    await Promise.all([half, secret].map((path) => chown(path, user.owner!.uid, user.owner!.gid)));
  const { file, args, options } = user.command(files.initdb, [
    `--pgdata=${half}`,
    '--username=wiredesk',
    `--pwfile=${secret}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-sync',
    '--no-instructions',
  ]);
  await run(file, args, options);
  await rm(secret);
  await rename(half, join(folder, 'cluster'));
  await writeState(folder, { port: 0, password });
  return password;
}

async function writeState(folder: string, state: ServerState): Promise<void> {
  await writeFile(join(folder, 'postgres.json'), JSON.stringify(state), { mode: 0o600 });
}

async function run(file: string, args: string[], options: object): Promise<void> {
  const child = spawn(file, args, { ...options, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolveExit, reject) => {
    child.once('error', reject);
    child.once('close', resolveExit);
  });
  if (code !== 0)
    throw new WiredeskError('postgres_init_failed', `PostgreSQL could not make its cluster: ${said}`);
}

async function startServer(
  folder: string,
  state: ServerState,
  files: ServerFiles,
  user: ServerUser,
  { volatile = false, maxConnections = 120 }: EmbeddedPostgresOptions,
): Promise<void> {
  await writeState(folder, state);
  const log = await open(join(folder, 'postgres.log'), 'a');
  const { file, args, options } = user.command(files.postgres, [
    '-D',
    join(folder, 'cluster'),
    ...Object.entries({
      ...settings(state.port, maxConnections),
      ...(volatile ? volatileSettings : {}),
    }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  const stdio: StdioOptions = ['ignore', log.fd, log.fd];
  const child = spawn(file, args, { ...options, cwd: '/', detached: true, stdio });
  let ended: string | undefined;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', (code) => (ended = `exit code ${code}`));
  child.unref();
  await log.close();
  const deadline = Date.now() + startTimeoutMs;
  while (!(await answers(state))) {
    if (ended !== undefined || Date.now() > deadline) {
      throw new WiredeskError(
        'postgres_start_failed',
        `PostgreSQL did not start (${ended ?? 'no answer'}); its log is ${join(folder, 'postgres.log')}`,
      );
    }
    await sleep(50);
  }
  await ensureDatabase(state);
}

/** Durable where it counts (every 202 is on disk), sized for a shared small machine. */
function settings(port: number, maxConnections: number): Record<string, string> {
  return {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: String(maxConnections),
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
}

const volatileSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
};

async function ensureDatabase(state: ServerState): Promise<void> {
  const client = new Client({ connectionString: urlOf(state, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'wiredesk'");
    if (rowCount === 0) await client.query('create database wiredesk');
  } finally {
    await client.end();
  }
}

/** A fast shutdown (SIGINT to the postmaster): sessions end, transactions roll back, data is flushed. */
async function stopServer(folder: string): Promise<void> {
  const pid = await postmasterPid(folder);
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGINT');
    for (;;) {
      await sleep(50);
      process.kill(pid, 0);
      if ((await postmasterPid(folder)) === undefined) return;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function postmasterPid(folder: string): Promise<number | undefined> {
  const file = await readFile(join(folder, 'cluster', 'postmaster.pid'), 'utf8').catch(() => undefined);
  const pid = Number(file?.split('\n')[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolveListen) => server.listen(0, '127.0.0.1', resolveListen));
  const address = server.address();
  await new Promise((resolveClose) => server.close(resolveClose));
  if (address === null || typeof address === 'string') throw new WiredeskError('no_port', 'no free port');
  return address.port;
}
