import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Client } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { CONFIG, LOGGER, type Config, type Logger } from '#platform';

/** The channel on which changes of keys, sessions, rights, feeds and profiles are told to all processes. */
export const accessChannel = 'wiredesk_access';

const firstPauseMs = 500;
const longestPauseMs = 10_000;

/**
 * Tells every process at once that rights changed, so that what they remember of them is forgotten. A notice can get
 * lost with its connection: listeners also forget at each new connection, and remember nothing for more than seconds.
 */
@Injectable()
export class AccessChanges implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly listeners: (() => void)[] = [];
  private readonly stopping = new AbortController();
  private client: Client | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Calls back whenever what is remembered of rights may be wrong. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /**
   * Makes a change of rights in a transaction and tells every process when it has committed; this one has forgotten
   * what it knew before the promise resolves.
   */
  async change<T>(subject: string, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const result = await this.dataSource.transaction(async (manager) => {
      const done = await work(manager);
      await manager.query('select pg_notify($1, $2)', [accessChannel, subject]);
      return done;
    });
    this.tell();
    return result;
  }

  onApplicationBootstrap(): void {
    this.running = this.keepListening();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.client?.end();
    await this.running;
  }

  private async keepListening(): Promise<void> {
    let pauseMs = firstPauseMs;
    while (!this.stopping.signal.aborted) {
      try {
        await this.listenOnce(() => (pauseMs = firstPauseMs));
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        this.logger.warn({ err: error }, 'changes of rights are not heard at once; connecting again');
      }
      await sleep(pauseMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      pauseMs = Math.min(2 * pauseMs, longestPauseMs);
    }
  }

  /** Resolves or rejects when the connection ends. */
  private async listenOnce(onListening: () => void): Promise<void> {
    const { options } = this.dataSource;
    if (options.type !== 'postgres') throw new TypeError('the data source is not PostgreSQL');
    const client = new Client({
      connectionString: options.url,
      ssl: this.config.database.ssl,
      application_name: 'wiredesk access',
      keepAlive: true,
    });
    this.client = client;
    const ended = new Promise<void>((resolve, reject) => {
      client.once('end', resolve);
      client.on('error', reject);
    });
    // `ended` may reject before it is awaited below; that error is the one of `connect`
    ended.catch(() => undefined);
    client.on('notification', () => this.tell());
    await client.connect();
    await client.query(`listen ${accessChannel}`);
    this.tell();
    onListening();
    await ended;
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
