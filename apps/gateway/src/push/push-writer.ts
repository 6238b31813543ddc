import { Metrics, type Logger } from '#platform';
import { isStoreFault, ProblemError } from '#contracts';
import { overloaded } from './byte-budget.js';
import type { NewTransmission, Stored } from './new-transmission.js';

export interface PushWriterOptions {
  /** Stores a batch whole or not at all. */
  readonly write: (batch: readonly NewTransmission[]) => Promise<Stored[]>;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Most transmissions of one commit. */
  readonly maxBatch?: number;
  /** Bytes after which a commit takes no further transmission. */
  readonly maxBatchBytes?: number;
  /** Commits under way at once. */
  readonly flushers?: number;
  /** Most transmissions that wait; above it a push is refused at once. */
  readonly maxQueue?: number;
  /** Time until a push whose commit is not known is answered 503. */
  readonly answerWithinMs?: number;
}

interface Waiting {
  readonly push: NewTransmission;
  readonly since: number;
  readonly resolve: (stored: Stored) => void;
  readonly reject: (error: unknown) => void;
}

const mebibyte = 1_048_576;

/**
 * Group commit: pushes that arrive while a commit is under way share the next one, so that the rate of pushes does not
 * hang on the rate of commits. Alone, a push is stored at once.
 */
export class PushWriter {
  private readonly queue: Waiting[] = [];
  private readonly flushing = new Set<Promise<void>>();
  private readonly maxBatch: number;
  private readonly maxBatchBytes: number;
  private readonly flushers: number;
  private readonly maxQueue: number;
  private readonly answerWithinMs: number;
  private readonly commitSize;
  private readonly commitSeconds;
  private scheduled = false;
  private stopped = false;

  constructor(private readonly options: PushWriterOptions) {
    this.maxBatch = options.maxBatch ?? 100;
    this.maxBatchBytes = options.maxBatchBytes ?? 8 * mebibyte;
    this.flushers = options.flushers ?? 2;
    this.maxQueue = options.maxQueue ?? 5_000;
    this.answerWithinMs = options.answerWithinMs ?? 15_000;
    const { metrics } = options;
    this.commitSize = metrics.histogram(
      'wiredesk_push_commit_transmissions',
      'Transmissions that shared one commit',
      [],
      [1, 2, 5, 10, 20, 50, 100],
    );
    this.commitSeconds = metrics.histogram('wiredesk_push_commit_seconds', 'Time of one commit of pushes');
    metrics.gauge('wiredesk_push_queue_transmissions', 'Pushes that wait for a commit', [], (gauge) =>
      gauge.set(this.queue.length),
    );
  }

  /**
   * Stores one transmission; resolves when it is committed. Throws `overloaded` (too many wait) and
   * `store_unavailable` (the store is away; or no commit was confirmed in time, then it may yet have happened).
   */
  push(push: NewTransmission): Promise<Stored> {
    if (this.stopped || this.queue.length >= this.maxQueue) return Promise.reject(overloaded());
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(unavailable()), this.answerWithinMs);
      this.queue.push({
        push,
        since: Date.now(),
        resolve: (stored) => {
          clearTimeout(late);
          resolve(stored);
        },
        reject: (error) => {
          clearTimeout(late);
          reject(error);
        },
      });
      this.schedule();
    });
  }

  /** Takes no more, and resolves when all that waits is stored or refused. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.startFlushers();
    while (this.flushing.size > 0) await Promise.all(this.flushing);
  }

  /** Lets the requests of this turn of the event loop join before the first commit begins. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.startFlushers();
    });
  }

  private startFlushers(): void {
    while (this.queue.length > 0 && this.flushing.size < this.flushers) {
      const flush = this.commit(this.nextBatch());
      this.flushing.add(flush);
      void flush.finally(() => {
        this.flushing.delete(flush);
        this.startFlushers();
      });
    }
  }

  private nextBatch(): Waiting[] {
    let bytes = 0;
    let size = 0;
    for (const { push } of this.queue) {
      if (size === this.maxBatch || (size > 0 && bytes + push.body.length > this.maxBatchBytes)) break;
      bytes += push.body.length;
      size += 1;
    }
    return this.queue.splice(0, size);
  }

  /** Never rejects: each push of the batch is told for itself. */
  private async commit(taken: readonly Waiting[]): Promise<void> {
    // whoever waited too long was told 503 and will send again: storing this one as well would only make a duplicate
    const batch = taken.filter(({ since }) => Date.now() - since < this.answerWithinMs);
    if (batch.length === 0) return;
    const end = this.commitSeconds.startTimer();
    try {
      const stored = await this.options.write(batch.map(({ push }) => push));
      batch.forEach((waiting, index) => settle(waiting, stored[index]));
      this.commitSize.observe(batch.length);
      end();
    } catch (error) {
      await this.failed(batch, error);
    }
  }

  /** The store is away: all are told. Any other error is one transmission's own: it must not take the others with it. */
  private async failed(batch: readonly Waiting[], error: unknown): Promise<void> {
    if (isStoreFault(error)) {
      this.options.logger.warn(
        { err: error, pushes: batch.length },
        'pushes were not stored; their senders are told',
      );
      for (const { reject } of batch) reject(unavailable(error));
    } else if (batch.length === 1) {
      batch[0]?.reject(error);
    } else {
      this.options.logger.error({ err: error, pushes: batch.length }, 'a commit failed; storing one by one');
      for (const waiting of batch) await this.commit([waiting]);
    }
  }
}

function settle(waiting: Waiting, stored: Stored | undefined): void {
  if (stored) waiting.resolve(stored);
  else waiting.reject(new TypeError('the store gave fewer results than it was given transmissions'));
}

function unavailable(cause?: unknown): ProblemError {
  return new ProblemError('store_unavailable', 'The store does not answer; send it again.', {
    retryAfterSeconds: 2,
    cause,
  });
}
