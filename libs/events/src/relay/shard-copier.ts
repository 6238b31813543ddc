import type { Topic } from '#contracts';
import type { Lease } from '#store';
import type { BatchOutcome, EventMessage } from '../event-bus.js';
import type { KafkaRecord, TransactionalProducer } from '../kafka/kafka-port.js';
import type { LogBatchContext } from '../log/log-event-bus.js';
import { pause } from '../pause.js';
import { backoffMs } from '../runner/backoff.js';
import { relayGroup } from './relay-group.js';
import type { OutboxRelayOptions } from './relay-options.js';
import { isTooLarge } from './too-large.js';

/** Most events of each topic in a transaction. */
const mostOfTopic = 500;
/** When Kafka comes back nobody should wait longer for the relay. */
const longestPauseMs = 3_000;
const lostAfterMs = 1_000;
/**
 * A transaction costs the same for one event as for many, about as much as a hundred events. Its rounds keep this
 * distance: an event that comes alone goes at once, those that follow go together.
 */
const roundMs = 40;

/** The header with the event's place in the log, which orders all events of a topic over its partitions. */
const positionHeader = 'wd_position';

/** The transactional id of a shard's leader. */
export function relayTransactionalId(shard: string): string {
  return `relay.${shard}`;
}

/** Copies the topics of one shard while its lease is held, all that waits of them in one transaction. */
export class ShardCopier {
  private failures = 0;
  private readonly most: number;
  /** Fewer than the usual number while it looks for an event that Kafka refuses. */
  private atOnce: number;

  constructor(
    private readonly lease: Lease,
    private readonly options: OutboxRelayOptions,
  ) {
    this.most = mostOfTopic * options.topics.length;
    this.atOnce = this.most;
  }

  /** Copies until the signal aborts. A producer that met an error is replaced by a new one, after a pause. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.lead(signal);
      } catch (error) {
        this.failures += 1;
        this.options.onTrouble(error);
      }
      await pause(Math.min(backoffMs(Math.max(this.failures, 1)), longestPauseMs), signal);
    }
  }

  /**
   * Takes the transactional id, copies until the signal aborts or an error comes. The lease is asked for on both sides of
   * the take-over: before, so as not to fence a successor; after, since whoever takes the lease later fences us.
   */
  private async lead(signal: AbortSignal): Promise<void> {
    if (!(await this.lease.renew())) return;
    const producer = await this.options.kafka.transactionalProducer(relayTransactionalId(this.options.shard));
    try {
      if (await this.lease.renew()) await this.copy(producer, signal);
    } finally {
      await producer.close();
    }
  }

  private async copy(producer: TransactionalProducer, signal: AbortSignal): Promise<void> {
    const consumption = this.options.log.consumeTogether(
      { group: relayGroup, topics: this.options.topics, maxBatch: mostOfTopic, references: 'keep' },
      (batch, context) => this.send(producer, batch, context, end),
    );
    const end = () => void consumption.stop();
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    try {
      await consumption.ended;
    } finally {
      signal.removeEventListener('abort', end);
    }
  }

  private async send(
    producer: TransactionalProducer,
    batch: readonly EventMessage[],
    context: LogBatchContext,
    end: () => void,
  ): Promise<BatchOutcome> {
    if (!this.lease.isHeld) return { settled: 0, retryAfterMs: lostAfterMs };
    const portion = batch.slice(0, this.atOnce);
    const begun = performance.now();
    try {
      await producer.sendAll(portion.map(recordOf));
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      // the producer is spent
      end();
      return { settled: await this.setAside(portion, error, context) };
    }
    // settled even when the lease was lost meanwhile: Kafka has the events, and no successor had taken the id before
    this.failures = 0;
    this.atOnce = Math.min(this.atOnce * 2, this.most);
    this.count(portion);
    const rest = roundMs - (performance.now() - begun);
    return batch.length >= mostOfTopic || rest <= 0
      ? { settled: portion.length }
      : { settled: portion.length, retryAfterMs: rest };
  }

  /**
   * Sizes are bounded where events enter the log, so an event that is too large for Kafka is a bug of ours or a topic with
   * wrong settings. It must not hold its topic up for ever: portions are halved until it is alone, then it goes to the
   * dead letters of the log. Answers how many events are done with.
   */
  private async setAside(
    portion: readonly EventMessage[],
    error: unknown,
    context: LogBatchContext,
  ): Promise<number> {
    const [only, ...others] = portion;
    if (!only || others.length > 0) {
      this.atOnce = Math.ceil(portion.length / 2);
      return 0;
    }
    await context.deadLetter(only, { code: 'kafka_refused', detail: String(error) });
    this.options.onRefused(only, error);
    return 1;
  }

  private count(copied: readonly EventMessage[]): void {
    const counts = new Map<Topic, number>();
    for (const { topic } of copied) counts.set(topic as Topic, (counts.get(topic as Topic) ?? 0) + 1);
    for (const [topic, events] of counts) this.options.onCopied(topic, events);
  }
}

function recordOf({ topic, key, value, headers, at, position }: EventMessage): KafkaRecord {
  const own = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { topic, key, value, headers: { ...Object.fromEntries(own), [positionHeader]: position }, at };
}
