import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A desk in its own process on a fresh data folder, as `npm start` runs it. */
export interface BenchDesk {
  readonly url: string;
  readonly pid: number;
  readonly postmaster: number;
  readonly adminKey: string;
  readonly databaseUrl: string;
  call(method: string, path: string, body?: string | Buffer, contentType?: string): Promise<Response>;
  stop(): Promise<void>;
}

export async function startBenchDesk(): Promise<BenchDesk> {
  const folder = await mkdtemp(join(tmpdir(), 'wiredesk-bench-'));
  const adminKey = `wd_admin_${randomBytes(32).toString('hex')}`;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ['bin/wiredesk.mjs', 'start', '--no-demo'], {
    env: {
      ...process.env,
      WIREDESK_DATA: folder,
      WIREDESK_ADMIN_KEY: adminKey,
      WIREDESK_RATE_LIMIT: '0',
      PORT: String(port),
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await ready(url, child);
  const { databaseUrl } = JSON.parse(await readFile(join(folder, 'desk.json'), 'utf8')) as {
    databaseUrl: string;
  };
  const pidFile = await readFile(join(folder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8');
  return {
    url,
    adminKey,
    databaseUrl,
    pid: child.pid!,
    postmaster: Number(pidFile.split('\n')[0]),
    call: (method, path, body, contentType = 'application/json') =>
      fetch(`${url}${path}`, {
        method,
        headers: { authorization: `Bearer ${adminKey}`, 'content-type': contentType },
        ...(body === undefined ? {} : { body }),
      }),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) throw new Error('the desk did not start');
    const up = await fetch(`${url}/health/ready`).then(
      (response) => response.ok,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the desk was not ready within a minute');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
