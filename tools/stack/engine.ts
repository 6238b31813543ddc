import { spawn, type SpawnOptions } from 'node:child_process';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gone, isAlive, killTree, runsWith, signal } from './processes.js';
import { StackError } from './stack-error.js';

export const engineNames = ['kafka', 'elasticsearch', 'postgres'] as const;
export type EngineName = (typeof engineNames)[number];

/** One server of the stack, with data that survive its stops. */
export interface Engine {
  readonly name: EngineName;
  readonly port: number;
  /** What clients are given: `host:port`, or a URL. */
  readonly address: string;
  /** Process id, or undefined while it is down. */
  pid(): Promise<number | undefined>;
  /** True when it answers. */
  healthy(): Promise<boolean>;
  /** Starts it on the data that it has and waits until it answers; one that runs already is left alone. */
  start(): Promise<void>;
  /** Lets it end in order, and waits. */
  stop(): Promise<void>;
  /** kill -9, with all its children, and waits. */
  kill(): Promise<void>;
}

/** How a server is started: program, arguments, and as whom. */
export interface EngineCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: SpawnOptions;
}

export interface ProcessEngineOptions {
  readonly name: EngineName;
  readonly port: number;
  readonly address: string;
  /** Folder of its settings, data, log and process id. */
  readonly folder: string;
  /** Writes settings and says what to run; its command line must hold `marker`. */
  readonly prepare: () => Promise<EngineCommand>;
  /** A part of the command line that no other process has. */
  readonly marker: string;
  readonly healthy: () => Promise<boolean>;
}

/** Generous: a busy machine of two cores takes minutes over what an idle one does in seconds. */
const startTimeoutMs = 300_000;
const stopTimeoutMs = 60_000;

/** An engine that is a program of its own, known by the process id in its folder. */
export class ProcessEngine implements Engine {
  readonly name: EngineName;
  readonly port: number;
  readonly address: string;

  constructor(private readonly options: ProcessEngineOptions) {
    this.name = options.name;
    this.port = options.port;
    this.address = options.address;
  }

  async pid(): Promise<number | undefined> {
    // no file: never started
    const pid = Number(await readFile(this.pidFile, 'utf8').catch(() => ''));
    return pid > 0 && (await runsWith(pid, this.options.marker)) ? pid : undefined;
  }

  healthy(): Promise<boolean> {
    return this.options.healthy();
  }

  async start(): Promise<void> {
    const pid = (await this.pid()) ?? (await this.launch());
    const deadline = Date.now() + startTimeoutMs;
    while (!(await this.healthy())) {
      const down = !isAlive(pid);
      if (down || Date.now() > deadline) {
        throw new StackError(
          `${this.name}_start_failed`,
          `${this.name} ${down ? 'ended while it started' : 'does not answer'}; its log ${this.logFile} ends with:\n${await this.lastWords()}`,
        );
      }
      await sleep(200);
    }
  }

  async stop(): Promise<void> {
    const pid = await this.pid();
    if (pid !== undefined) {
      signal(pid, 'SIGTERM');
      if (!(await gone(pid, stopTimeoutMs))) {
        throw new StackError(`${this.name}_stop_failed`, `${this.name} (process ${pid}) does not end`);
      }
    }
    await rm(this.pidFile, { force: true });
  }

  async kill(): Promise<void> {
    const pid = await this.pid();
    if (pid !== undefined) await killTree(pid);
    await rm(this.pidFile, { force: true });
  }

  /** Gives the process id. */
  private async launch(): Promise<number> {
    await mkdir(this.options.folder, { recursive: true });
    const { file, args, options } = await this.options.prepare();
    const log = await open(this.logFile, 'a');
    // a process group of its own: a terminal's Ctrl-C is not meant for it
    const child = spawn(file, args, { ...options, detached: true, stdio: ['ignore', log.fd, log.fd] });
    const started = new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    try {
      await started;
    } finally {
      await log.close();
    }
    child.unref();
    const pid = child.pid!;
    await writeFile(this.pidFile, String(pid));
    return pid;
  }

  private async lastWords(): Promise<string> {
    const text = await readFile(this.logFile, 'utf8');
    return text.trimEnd().split('\n').slice(-15).join('\n');
  }

  private get pidFile(): string {
    return join(this.options.folder, 'pid');
  }

  private get logFile(): string {
    return join(this.options.folder, 'engine.log');
  }
}
