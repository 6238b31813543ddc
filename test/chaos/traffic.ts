import { setTimeout as sleep } from 'node:timers/promises';
import { post } from '../stack/post.js';
import { pushOf, type Push } from './wire.js';

export interface TrafficOptions {
  /** Where to push, tried in turn: a sender behind a load balancer comes to another replica. */
  readonly urls: readonly string[];
  readonly feed: string;
  readonly key: string;
  readonly perSecond: number;
}

/** More pushes than this are not kept in flight: a sender that is not answered sends no more. */
const mostInFlight = 128;
const retryMs = 250;

/**
 * A feed at a steady pace. A push that is not answered, or answered with 429 or 5xx, is repeated under its idempotency key
 * until it is taken, as an agency's sender does; slots that pass meanwhile are left out.
 */
export class Traffic {
  /** Ids of the transmissions that were answered 202 or 200, by number of the push. */
  readonly accepted = new Map<number, string>();
  /** Attempts that had to be repeated. */
  repeats = 0;
  private readonly startedAt = new Date();
  private readonly inFlight = new Set<Promise<void>>();
  private readonly faults: Error[] = [];
  private running: Promise<void> | undefined;
  private isStopping = false;
  private isAbandoned = false;
  private next = 0;
  private sentFor = 0;

  constructor(private readonly options: TrafficOptions) {}

  start(): void {
    this.isStopping = false;
    this.running = this.run();
  }

  /** Sends nothing new and waits until all that was sent is taken. Throws what a push was refused with. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await this.running;
    await Promise.all(this.inFlight);
    if (this.faults.length > 0) throw new AggregateError(this.faults, `${this.faults.length} pushes failed`);
  }

  /** Ends it where it stands, and waits for nothing: there may be nobody left to answer. */
  abandon(): void {
    this.isStopping = true;
    this.isAbandoned = true;
  }

  /** Pushes taken for each second of traffic. */
  get rate(): number {
    return this.accepted.size / (this.sentFor / 1_000);
  }

  private async run(): Promise<void> {
    const begun = performance.now();
    const intervalMs = 1_000 / this.options.perSecond;
    for (let due = begun; !this.isStopping; due += intervalMs) {
      const late = performance.now() - due;
      if (late < 0) await sleep(-late);
      // slots that passed while nobody answered are gone
      else if (late > 1_000) due = performance.now();
      if (this.inFlight.size >= mostInFlight) await Promise.race(this.inFlight);
      const push = pushOf(this.next, this.startedAt);
      this.next += 1;
      const sending: Promise<void> = this.send(push)
        .catch((error: Error) => void this.faults.push(error))
        .finally(() => this.inFlight.delete(sending));
      this.inFlight.add(sending);
    }
    this.sentFor += performance.now() - begun;
  }

  private async send(push: Push): Promise<void> {
    for (let attempt = 0; !this.isAbandoned; attempt += 1) {
      const url = this.options.urls[(push.n + attempt) % this.options.urls.length]!;
      const answer = await this.attempt(url, push);
      if (answer !== undefined) {
        this.accepted.set(push.n, answer);
        return;
      }
      this.repeats += 1;
      await sleep(retryMs);
    }
  }

  /** The transmission's id, or undefined when the push must be repeated. */
  private async attempt(url: string, { n, contentType, body }: Push): Promise<string | undefined> {
    const { feed, key } = this.options;
    const answer = await post(`${url}/v1/feeds/${feed}/transmissions`, body, {
      authorization: `Bearer ${key}`,
      'content-type': contentType,
      'idempotency-key': `"storm-${n}"`,
    }).catch(() => undefined);
    if (answer === undefined) return undefined;
    const { status, text } = answer;
    if (status === 202 || status === 200)
      return (JSON.parse(text) as { transmissionId: string }).transmissionId;
    if (status === 429 || status >= 500) return undefined;
    throw new Error(`push ${n} was answered ${status}: ${text}`);
  }
}
