import type { AnyTopic, Topic } from '#contracts';

/** One event as it lies in the log, before it is decoded. */
export interface EventMessage {
  readonly topic: AnyTopic;
  readonly key: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Null = tombstone of the key. */
  readonly value: Buffer | null;
  /** Opaque place in its topic, ordered as the bus orders; fits `tail` and `Last-Event-ID`. */
  readonly position: string;
  readonly at: Date;
  /** Why the event can be given to nobody, for instance since its data is lost: it belongs to the dead letters. */
  readonly fault?: { readonly code: string; readonly detail: string };
}

/** Most events in one batch where a consumer does not say. */
export const defaultBatch = 200;

export interface ConsumeOptions {
  /** The consumer group, exactly as it is named here. */
  readonly group: string;
  readonly topic: Topic;
  /** Most events in one batch of a lane; default `defaultBatch`. */
  readonly maxBatch?: number;
  /**
   * How long a bus may hold events back so that more come at once, for consumers whose effects cost by the batch and
   * are in no hurry. A bus whose batches cost nothing ignores it.
   */
  readonly lingerMs?: number;
}

/**
 * What became of a batch: events up to `settled` are done for good, and the group's offset moves behind them;
 * when it is less than the batch, the rest comes again after `retryAfterMs`.
 */
export interface BatchOutcome {
  readonly settled: number;
  readonly retryAfterMs?: number;
}

export type BatchConsumer = (batch: readonly EventMessage[], context: BatchContext) => Promise<BatchOutcome>;

export interface BatchContext {
  readonly group: string;
  readonly topic: Topic;
  /** The part of the topic that these events lie in, when several parts may be in hand at the same time. */
  readonly lane?: string;
  /** Aborted when the consumer is asked to stop: finish what is begun, begin nothing new. */
  readonly signal: AbortSignal;
  /**
   * Set when the event, alone in its batch, crashed the handler three times and the handler asked for a last word: apply
   * what must not be lost in the plainest way, or answer `deadLetter`.
   */
  readonly lastResort?: boolean;
  /** Tells the bus that long work goes on. */
  heartbeat(): Promise<void>;
  /** Writes an event, whole, to the topic's dead-letter sibling; rejects when that fails. */
  deadLetter(message: EventMessage, reason: { code: string; detail: string }): Promise<void>;
}

/** A running consumer. */
export interface Consumption {
  /** Stops taking, waits for the batch in hand, leaves. */
  stop(): Promise<void>;
  /** Resolves when the consumer ended by `stop`, rejects when it ended by an unknown error. */
  readonly ended: Promise<void>;
}

export interface TailOptions {
  readonly topics: readonly Topic[];
  /** `now`, or the position of the last event that was seen. */
  readonly after: string;
}

export interface Tail {
  stop(): Promise<void>;
}

/** How far a group is behind on a topic. */
export interface Lag {
  readonly group: string;
  readonly topic: Topic;
  /** Absent on a bus without partitions. */
  readonly partition?: number;
  readonly events: number;
  readonly oldestSeconds: number;
}

/**
 * The event bus as services see it. Events are put on it by `appendEvents` of #store, inside the transaction whose
 * effects they tell; the bus only carries them. At least once, in order per key.
 */
export abstract class EventBus {
  /** Consumes a topic in batches as a member of a group. A new group begins with the oldest event kept. */
  abstract consume(options: ConsumeOptions, consumer: BatchConsumer): Consumption;

  /** Follows topics without a group, for streams to people: every process sees every event. */
  abstract tail(options: TailOptions, onEvents: (events: readonly EventMessage[]) => void): Tail;

  /** The position behind the newest event now: what `after: 'now'` stands for. */
  abstract head(topics: readonly Topic[]): Promise<string>;

  /** Whether every event after a position is still kept; false also for a position that is none. */
  abstract keeps(topics: readonly Topic[], position: string): Promise<boolean>;

  /** Lag of the groups that this process consumes as; `all` = of every group that is known. */
  abstract lag(of?: 'own' | 'all'): Promise<Lag[]>;

  abstract close(): Promise<void>;
}
