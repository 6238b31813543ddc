import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { eventChannel } from '#store';

/** Where the log is, for a connection of its own. */
export interface NotifierDatabase {
  readonly url: string;
  /** TLS as node-postgres takes it; undefined = plain. */
  readonly ssl?: { readonly ca?: string; readonly rejectUnauthorized: boolean } | undefined;
}

/**
 * One LISTEN connection per process that wakes readers when a topic got events. It is a wake-up only: readers also
 * look by themselves, so a lost notice costs time, never an event.
 */
export class LogNotifier {
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private readonly counts = new Map<string, number>();
  private client: Client | undefined;
  private closed = false;
  private readonly running: Promise<void>;

  constructor(
    private readonly database: NotifierDatabase,
    private readonly onTrouble: (error: unknown) => void,
  ) {
    this.running = this.keepListening();
  }

  /** How many notices came for a topic. Ask before reading, and `next` knows of those that came during the read. */
  count(topic: string): number {
    return this.counts.get(topic) ?? 0;
  }

  /** Resolves at the first notice after so many, after the given time, or when the signal aborts. */
  async next(topic: string, after: number, timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (this.count(topic) !== after) return;
    const timer = new AbortController();
    const either = AbortSignal.any([signal, timer.signal]);
    const swallowAbort = (error: Error) => {
      if (error.name !== 'AbortError') throw error;
    };
    await Promise.race([
      once(this.emitter, topic, { signal: either }).then(() => undefined, swallowAbort),
      sleep(timeoutMs, undefined, { signal: either }).then(() => undefined, swallowAbort),
    ]);
    timer.abort();
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.client?.end();
    await this.running;
  }

  private async keepListening(): Promise<void> {
    while (!this.closed) {
      try {
        await this.listenOnce();
      } catch (error) {
        if (this.closed) return;
        this.onTrouble(error);
        await sleep(1_000);
      }
    }
  }

  private async listenOnce(): Promise<void> {
    const client = new Client({
      connectionString: this.database.url,
      ssl: this.database.ssl,
      application_name: 'wiredesk event log',
      keepAlive: true,
    });
    this.client = client;
    const ended = new Promise<void>((resolve, reject) => {
      client.once('end', resolve);
      // a lost connection tells of itself twice; the second error must not go unheard
      client.on('error', reject);
    });
    ended.catch(() => undefined);
    client.on('notification', ({ payload = '' }) => {
      this.counts.set(payload, this.count(payload) + 1);
      this.emitter.emit(payload);
    });
    await client.connect();
    await client.query(`listen ${eventChannel}`);
    await ended;
  }
}
