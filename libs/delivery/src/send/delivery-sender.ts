import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { claimDeliveries, untilNextDue, type ClaimedDelivery } from '../ledger/claim.js';
import { settleDeliveries } from '../ledger/settle.js';
import type { AttemptOutcome } from '../ledger/settlement.js';
import type { SettledRow } from '../ledger/settled-event.js';
import { attemptDelivery } from './attempt.js';
import { defaultSchedule } from './schedule.js';
import { Settler } from './settler.js';
import type { WebhookClient } from './webhook-client.js';

/** An attempt as a piece of a trace; `traceparent` is what the receiver gets. */
export interface TracedAttempt {
  readonly traceparent: string | undefined;
  end(error?: unknown): void;
}

/** What the sender tells of its work, for measures, traces and logs. */
export interface SenderObserver {
  /** Called before an attempt; undefined = the receiver gets the trace of the event as it is. */
  begun?(delivery: ClaimedDelivery): TracedAttempt | undefined;
  attempted(delivery: ClaimedDelivery, outcome: AttemptOutcome, seconds: number): void;
  settled(rows: readonly SettledRow[]): void;
  /** A fault of the store that passes by itself or needs an operator; the sender goes on. */
  trouble(error: unknown): void;
}

export interface SenderOptions {
  readonly client: WebhookClient;
  readonly observer: SenderObserver;
  /** Waits before the attempts, in ms. */
  readonly schedule?: readonly number[];
  /** Most attempts under way for one destination. */
  readonly perDestination?: number;
  /** Most attempts under way in this process. */
  readonly inFlight?: number;
  /** Longer than an attempt can take: after that a delivery counts as lost with its process. */
  readonly leaseMs?: number;
  readonly disableAfterMs?: number;
}

/** Without a wake-up the ledger is looked at this often. */
const idleMs = 1_000;
const troubleMs = 1_000;
const shortestMs = 5;

/**
 * Sends what is due. Each destination has a few attempts of its own, so that a slow or dead one delays nobody else.
 * Any number of processes may run one: rows are claimed, and a claim that is lost with its process runs out.
 */
export class DeliverySender {
  private readonly underWay = new Map<string, number>();
  private readonly attempts = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  private readonly cutting = new AbortController();
  private readonly settler: Settler;
  private running: Promise<void> | undefined;
  private wakeUp = () => undefined as void;
  private woken = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly options: SenderOptions,
  ) {
    const disableAfterMs = options.disableAfterMs ?? 5 * 86_400_000;
    this.settler = new Settler({
      write: async (settlements) => {
        options.observer.settled(await settleDeliveries(dataSource, settlements, { disableAfterMs }));
      },
      onTrouble: (error) => options.observer.trouble(error),
    });
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Looks at the ledger now: something may be due. */
  wake(): void {
    this.woken = true;
    this.wakeUp();
  }

  /** Claims nothing more and waits for attempts under way; those that take longer are cut and left pending. */
  async stop(graceMs = 5_000): Promise<void> {
    this.stopping.abort();
    this.wakeUp();
    await this.running;
    const timer = setTimeout(() => this.cutting.abort(), graceMs);
    this.settler.close();
    await Promise.all(this.attempts);
    clearTimeout(timer);
    this.options.client.close();
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.woken = false;
      try {
        const began = performance.now();
        const claimed = await this.claim();
        for (const delivery of claimed) this.begin(delivery);
        // what was claimed wakes the sender when it ends; until then its slots are taken
        const waits =
          claimed.length > 0 ? undefined : await untilNextDue(this.dataSource, performance.now() - began);
        await this.rest(waits ?? idleMs);
      } catch (error) {
        this.options.observer.trouble(error);
        await this.rest(troubleMs);
      }
    }
  }

  private async claim(): Promise<ClaimedDelivery[]> {
    const limit = (this.options.inFlight ?? 256) - this.attempts.size;
    if (limit <= 0) return [];
    return claimDeliveries(this.dataSource, {
      perDestination: this.options.perDestination ?? 8,
      underWay: this.underWay,
      limit,
      leaseMs: this.options.leaseMs ?? 30_000,
    });
  }

  private begin(delivery: ClaimedDelivery): void {
    const { destination } = delivery;
    this.underWay.set(destination, (this.underWay.get(destination) ?? 0) + 1);
    const attempt = this.attempt(delivery).finally(() => {
      this.attempts.delete(attempt);
      const left = (this.underWay.get(destination) ?? 1) - 1;
      if (left > 0) this.underWay.set(destination, left);
      else this.underWay.delete(destination);
      this.wake();
    });
    this.attempts.add(attempt);
  }

  private async attempt(delivery: ClaimedDelivery): Promise<void> {
    const started = performance.now();
    const schedule = this.options.schedule ?? defaultSchedule;
    const traced = this.options.observer.begun?.(delivery);
    const outcome = await attemptDelivery(
      { ...delivery, traceparent: traced?.traceparent ?? delivery.traceparent },
      this.options.client,
      schedule,
      this.cutting.signal,
    );
    traced?.end(outcome.kind === 'failed' ? outcome.error : undefined);
    this.options.observer.attempted(delivery, outcome, (performance.now() - started) / 1_000);
    await this.settler.settle({ ...delivery, outcome });
  }

  private async rest(ms: number): Promise<void> {
    if (this.woken || this.stopping.signal.aborted) return;
    const rested = new AbortController();
    this.wakeUp = () => rested.abort();
    const wait = Math.min(Math.max(ms, shortestMs), idleMs);
    await sleep(wait, undefined, { signal: rested.signal }).catch((error: Error) => {
      if (error.name !== 'AbortError') throw error;
    });
    this.wakeUp = () => undefined;
  }
}
