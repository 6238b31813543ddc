import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#store';
import type { Engine } from './engine.js';
import { gone, killTree, runsWith, signal } from './processes.js';
import { StackError } from './stack-error.js';

export interface PostgresEngineOptions {
  /** Folder of its cluster and password. */
  readonly folder: string;
  readonly port: number;
}

/** Room for the sessions of two replicas of each service and of whoever looks on. */
const maxConnections = 400;

/** The PostgreSQL of the embedded default, on a port that stays the same. */
export class PostgresEngine implements Engine {
  readonly name = 'postgres';
  readonly port: number;
  private url: string | undefined;

  constructor(private readonly options: PostgresEngineOptions) {
    this.port = options.port;
  }

  /** Known once `start` was called: the password is made with the cluster. */
  get address(): string {
    if (this.url === undefined) throw new StackError('postgres_not_started', 'PostgreSQL was not started');
    return this.url;
  }

  async pid(): Promise<number | undefined> {
    // no file: it does not run
    const file = await readFile(join(this.cluster, 'postmaster.pid'), 'utf8').catch(() => '');
    const pid = Number(file.split('\n')[0]);
    return pid > 0 && (await runsWith(pid, this.cluster)) ? pid : undefined;
  }

  healthy(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.1', port: this.port, timeout: 2_000 });
      const answer = (up: boolean) => {
        socket.destroy();
        resolve(up);
      };
      socket.once('connect', () => answer(true));
      socket.once('timeout', () => answer(false));
      socket.once('error', () => answer(false));
    });
  }

  async start(): Promise<void> {
    const { folder, port } = this.options;
    const { url } = await startEmbeddedPostgres({ folder, port, maxConnections });
    this.url = url;
  }

  /** A fast shutdown: sessions end, transactions roll back, data is flushed. */
  async stop(): Promise<void> {
    const pid = await this.pid();
    if (pid === undefined) return;
    signal(pid, 'SIGINT');
    if (!(await gone(pid)))
      throw new StackError('postgres_stop_failed', `PostgreSQL (process ${pid}) does not end`);
  }

  async kill(): Promise<void> {
    const pid = await this.pid();
    if (pid !== undefined) await killTree(pid);
  }

  private get cluster(): string {
    return join(this.options.folder, 'cluster');
  }
}
