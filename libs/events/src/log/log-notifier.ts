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
  private readonly counts = new Map<string, number>();
  private readonly waiting = new Set<{ readonly topics: readonly string[]; readonly wake: () => void }>();
  private client: Client | undefined;
  private closed = false;
  private readonly running: Promise<void>;

  constructor(
    private readonly database: NotifierDatabase,
    private readonly onTrouble: (error: unknown) => void,
  ) {
    this.running = this.keepListening();
  }

  /** How many notices came for some topics. Ask before reading, and `next` knows of those that came during the read. */
  count(topics: readonly string[]): number {
    return topics.reduce((sum, topic) => sum + (this.counts.get(topic) ?? 0), 0);
  }

  /** Resolves at the first notice for one of the topics after so many, after the given time, or when the signal aborts. */
  next(topics: readonly string[], after: number, timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.count(topics) !== after) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.waiting.delete(waiter);
        resolve();
      };
      const waiter = { topics, wake };
      const timer = setTimeout(wake, timeoutMs);
      signal.addEventListener('abort', wake, { once: true });
      this.waiting.add(waiter);
    });
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
    client.on('notification', ({ payload = '' }) => this.heard(payload));
    await client.connect();
    await client.query(`listen ${eventChannel}`);
    await ended;
  }
  private heard(topic: string): void {
    this.counts.set(topic, (this.counts.get(topic) ?? 0) + 1);
    for (const { topics, wake } of this.waiting) if (topics.includes(topic)) wake();
  }
}
