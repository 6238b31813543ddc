import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Services that run; none outlives the process that started it. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

const root = fileURLToPath(new URL('../..', import.meta.url));

export const appNames = ['gateway', 'normaliser', 'deduplicator', 'indexer', 'search', 'publisher'] as const;
export type AppName = (typeof appNames)[number];

export interface ServiceProcessOptions {
  readonly app: AppName | 'desk';
  /** Words behind the program's name. */
  readonly args?: readonly string[];
  readonly port: number;
  /** Settings besides PORT; nothing of this process's own environment but PATH and HOME goes along. */
  readonly environment: Readonly<Record<string, string>>;
  /** File that all it prints is added to. */
  readonly log: string;
  /** It leaves the processor to whoever else wants it. */
  readonly isYielding?: boolean;
}

/** One service in a process of its own, as an orchestrator would run it. */
export class ServiceProcess {
  readonly app: AppName | 'desk';
  readonly url: string;
  /** Told of each end: the exit code, null when a signal ended it. */
  onEnd: (code: number | null) => void = () => undefined;
  private child: ChildProcess | undefined;

  constructor(private readonly options: ServiceProcessOptions) {
    this.app = options.app;
    this.url = `http://127.0.0.1:${options.port}`;
  }

  get pid(): number | undefined {
    return this.isRunning ? this.child?.pid : undefined;
  }

  get isRunning(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Starts it and waits until it says that it is ready. */
  async start(withinMs = 120_000): Promise<void> {
    await this.launch();
    const deadline = Date.now() + withinMs;
    while (!(await this.ready())) {
      if (!this.isRunning || Date.now() > deadline)
        throw new Error(`${this.app} did not become ready:\n${(await this.output()).slice(-4_000)}`);
      await sleep(100);
    }
  }

  /** Starts it, and no more. */
  async launch(): Promise<void> {
    await mkdir(dirname(this.options.log), { recursive: true });
    const log = await open(this.options.log, 'a');
    const command = [process.execPath, `dist/apps/${this.app}/src/main.js`, ...(this.options.args ?? [])];
    const [program, ...args] = this.options.isYielding ? ['nice', '-n', '10', ...command] : command;
    const child = spawn(program!, args, {
      cwd: root,
      env: plainEnvironment({ ...this.options.environment, PORT: String(this.options.port) }),
      stdio: ['ignore', log.fd, log.fd],
    });
    this.child = child;
    running.add(child);
    child.once('exit', (code) => {
      running.delete(child);
      this.onEnd(code);
    });
    try {
      await once(child, 'spawn');
    } finally {
      await log.close();
    }
  }

  async ready(): Promise<boolean> {
    try {
      const response = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(5_000) });
      await response.arrayBuffer();
      return response.status === 200;
    } catch {
      return false;
    }
  }

  /** Sends SIGTERM and waits until it has drained; gives the exit code, null when a signal ended it. */
  stop(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  /** kill -9. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Stops its clock, so to speak: it neither works nor notices. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  /** All that it printed so far, over all its starts. */
  output(): Promise<string> {
    return readFile(this.options.log, 'utf8');
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.child;
    if (!child || !this.isRunning) return child?.exitCode ?? null;
    const ended = once(child, 'exit') as Promise<[number | null]>;
    child.kill(signal);
    return (await ended)[0];
  }
}

/** What a command of the CLI answered. */
export interface CommandResult {
  readonly code: number | null;
  /** What it gave, without the blank at the end. */
  readonly data: string;
  /** What it told. */
  readonly said: string;
}

/** Runs a command of the CLI as it is deployed, whatever comes of it. */
export async function tryCommand(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  const child = spawn(process.execPath, ['dist/apps/cli/src/main.js', ...words], {
    cwd: root,
    env: plainEnvironment(environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let data = '';
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (data += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, data: data.trim(), said };
}

/** Runs a command of the CLI; gives what it gave. Throws when it fails. */
export async function runCommand(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const { code, data, said } = await tryCommand(words, environment);
  if (code !== 0) throw new Error(`wiredesk ${words.join(' ')} failed (${code}): ${said}${data}`);
  return data;
}

function plainEnvironment(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: process.env['HOME'], ...settings };
}
