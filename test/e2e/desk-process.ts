import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const startTimeoutMs = 120_000;

/** A desk in a process of its own, as `npm start` runs it, on a data folder of its own. */
export class DeskProcess {
  private child: ChildProcess | undefined;
  /** All that it printed, for the tests that read the banner. */
  output = '';

  private constructor(
    readonly folder: string,
    readonly port: number,
    readonly adminKey: string,
  ) {}

  static async create(): Promise<DeskProcess> {
    const folder = await mkdtemp(join(tmpdir(), 'wiredesk-e2e-'));
    return new DeskProcess(folder, await freePort(), `wd_admin_${randomBytes(32).toString('hex')}`);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get env(): NodeJS.ProcessEnv {
    const { WIREDESK_TEST_DATABASE: _unused, NODE_OPTIONS: _options, ...env } = process.env;
    return {
      ...env,
      WIREDESK_DATA: this.folder,
      WIREDESK_ADMIN_KEY: this.adminKey,
      PORT: String(this.port),
    };
  }

  /** Starts it and waits until it says it is ready. */
  async start(args: readonly string[] = ['--no-demo']): Promise<void> {
    const child = spawn(process.execPath, ['bin/wiredesk.mjs', 'start', ...args], {
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    this.output = '';
    child.stdout.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    const deadline = Date.now() + startTimeoutMs;
    while (!(await this.ready())) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`the desk did not start:\n${this.output}`);
      await sleep(100);
    }
  }

  /** Sends a signal and waits for the end; resolves with the exit code, null when the signal ended it. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    child.kill(signal);
    return ended;
  }

  /** Stops it for good, its database too, and removes its data. */
  async destroy(): Promise<void> {
    await this.end('SIGTERM');
    const pid = Number(
      (
        await readFile(join(this.folder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').catch(() => '')
      ).split('\n')[0],
    );
    if (pid > 0) {
      try {
        process.kill(pid, 'SIGQUIT');
        for (;;) {
          await sleep(50);
          process.kill(pid, 0);
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  async call<T>(method: string, path: string, options: CallOptions = {}): Promise<Answer<T>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${options.key ?? this.adminKey}`,
        ...(options.json === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.json === undefined ? {} : { body: JSON.stringify(options.json) }),
      ...(options.bytes === undefined ? {} : { body: options.bytes }),
    });
    const text = await response.text();
    const json = (response.headers.get('content-type') ?? '').includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: (json ? JSON.parse(text) : text) as T,
    };
  }

  private async ready(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/health/ready`)).status === 200;
    } catch {
      return false;
    }
  }
}

export interface CallOptions {
  readonly key?: string;
  readonly json?: unknown;
  readonly bytes?: string | Uint8Array;
  readonly headers?: Record<string, string>;
}

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits until a value is there; fails after the given time, saying what was waited for. */
export async function eventually<T>(
  what: string,
  find: () => Promise<T | undefined>,
  ms = 15_000,
): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`${what} did not come within ${ms} ms`);
    await sleep(50);
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
