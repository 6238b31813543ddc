import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { RetriableError } from '#contracts';
import { kafkaError } from './kafka-fault.js';
import { KafkaConsumer, type KafkaConsumerOptions, type PartitionBatch } from './kafka-port.js';
import { toEventMessage } from './kafka-wire.js';
import { CommitQueue, type PlaceToCommit } from './commit-queue.js';
import { assignByTopic } from './kafkajs-assigner.js';

/** A member that is not heard of for this long loses its partitions; what a dead process costs. */
const sessionMs = 10_000;
/** How long members have, when one joins or leaves, to finish the batch in hand. */
const rebalanceMs = 30_000;
const heartbeatMs = 2_000;
/**
 * The broker answers as soon as there is one event and waits at most this long; a stop, and a partition that is
 * resumed, wait as long too.
 */
const idleMs = 250;
/** Bounds on what lies in memory: of one partition, and of one answer. The broker exceeds them for one large event. */
const partitionBytes = 1_048_576;
const answerBytes = 8 * 1_048_576;
/** With so much at hand the broker does not linger. */
const lingerBytes = 262_144;
/** All that a member is likely to have: what waits in different partitions is handled together. */
const partitionsAtOnce = 64;
/** Leaving waits this long for a broker that does not answer. */
const leaveMs = 10_000;

/** The time between two rebalances, in which partitions are surely ours. */
interface Membership {
  readonly ending: AbortController;
  /** What the broker said when a heartbeat or commit failed. */
  fault: unknown;
}

/** A member of a consumer group, by kafkajs. */
export class KafkaJsConsumer extends KafkaConsumer {
  private readonly consumer: Consumer;
  private readonly topicName: string;
  private membership = newMembership();
  private stopping = false;
  private started: Promise<void> = Promise.resolve();
  private left: Promise<void> | undefined;
  private readonly handling = new Set<Promise<void>>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly commits = new CommitQueue((places) => this.commit(places));
  /** The library's way to commit inside a batch; one is as good as another. */
  private committer: Pick<EachBatchPayload, 'commitOffsetsIfNecessary'> | undefined;
  private settle!: { resolve: () => void; reject: (error: unknown) => void };
  private readonly ended = new Promise<void>((resolve, reject) => (this.settle = { resolve, reject }));

  constructor(
    library: Kafka,
    prefix: string,
    private readonly options: KafkaConsumerOptions,
  ) {
    super();
    this.topicName = prefix + options.topic;
    this.consumer = library.consumer({
      groupId: prefix + options.group,
      partitionAssigners: [assignByTopic],
      sessionTimeout: sessionMs,
      rebalanceTimeout: rebalanceMs,
      heartbeatInterval: heartbeatMs,
      maxWaitTimeInMs: options.lingerMs ?? idleMs,
      minBytes: options.lingerMs === undefined ? 1 : lingerBytes,
      maxBytesPerPartition: partitionBytes,
      maxBytes: answerBytes,
      allowAutoTopicCreation: false,
      metadataMaxAge: 60_000,
      // a consumer that crashed is replaced whole by whoever runs it: the library's own restart survives a stop
      retry: { restartOnFailure: () => Promise.resolve(false) },
    });
  }

  override run(handle: (batch: PartitionBatch) => Promise<void>): Promise<void> {
    this.watch();
    this.started = this.start(handle);
    return this.ended;
  }

  override async stop(): Promise<void> {
    this.end();
    await this.ended.catch(() => undefined);
  }

  private async start(handle: (batch: PartitionBatch) => Promise<void>): Promise<void> {
    try {
      await this.consumer.connect();
      await this.consumer.subscribe({ topics: [this.topicName], fromBeginning: true });
      if (this.stopping) return;
      await this.consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: partitionsAtOnce,
        eachBatch: (payload) => this.take(payload, handle),
      });
    } catch (error) {
      this.end(kafkaError(`"${this.options.group}" cannot read ${this.topicName}`, error));
    }
  }

  private watch(): void {
    const { events } = this.consumer;
    this.consumer.on(events.GROUP_JOIN, () => this.renewMembership());
    this.consumer.on(events.REBALANCING, () => this.membership.ending.abort());
    // after a fault that needed no new membership the library just goes on
    this.consumer.on(events.FETCH_START, () => {
      if (this.membership.ending.signal.aborted) this.renewMembership();
    });
    this.consumer.on(events.CRASH, ({ payload }) =>
      this.end(kafkaError(`"${this.options.group}" lost its group`, payload.error)),
    );
    this.consumer.on(events.STOP, () => {
      if (this.stopping) return;
      // the library stops before it says that it crashed; when it then hangs on a dead connection it never says so
      this.later(leaveMs, () =>
        this.end(new RetriableError('kafka_unavailable', `the consumer of ${this.topicName} is stuck`)),
      );
    });
  }

  private renewMembership(): void {
    this.membership.ending.abort();
    this.membership = newMembership();
    if (this.stopping) this.membership.ending.abort();
  }

  /** Ends once: the first reason counts. Never waited for inside a batch, which leaving waits for. */
  private end(reason?: unknown): void {
    this.stopping = true;
    this.membership.ending.abort();
    this.left ??= this.leave().then(
      () => (reason === undefined ? this.settle.resolve() : this.settle.reject(reason)),
      (leaving: unknown) => this.settle.reject(reason ?? kafkaError('the group could not be left', leaving)),
    );
  }

  /**
   * Waits for the batches in hand, then not for ever: a broker that is away must not hold a stop up. A consumer that is
   * still joining is left to end that first; disconnected in between, the library would come back to life.
   */
  private async leave(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    const gone = this.started.then(() => this.consumer.disconnect());
    const inHand = Promise.allSettled(this.handling);
    const waited = inHand.then(() => new Promise((resolve) => setTimeout(resolve, leaveMs).unref()));
    await Promise.race([gone, waited]);
    gone.catch(() => undefined);
  }

  private async take(
    payload: EachBatchPayload,
    handle: (batch: PartitionBatch) => Promise<void>,
  ): Promise<void> {
    const { membership } = this;
    // batches that were fetched before a fault stand in line behind it
    if (membership.ending.signal.aborted) return;
    this.committer = payload;
    const fail = (error: unknown) => {
      membership.fault ??= error;
      membership.ending.abort();
    };
    const heart = setInterval(() => void payload.heartbeat().catch(fail), heartbeatMs / 2);
    const handled = handle(this.toPartitionBatch(payload, membership, fail));
    this.handling.add(handled);
    try {
      await handled;
    } catch (error) {
      this.end(error);
    } finally {
      clearInterval(heart);
      this.handling.delete(handled);
    }
    // the library joins again, or crashes, by what is thrown here
    if (membership.fault !== undefined && !this.stopping) throw membership.fault;
  }

  private toPartitionBatch(
    payload: EachBatchPayload,
    membership: Membership,
    fail: (error: unknown) => void,
  ): PartitionBatch {
    const { batch } = payload;
    const { options } = this;
    const { partition, messages } = batch;
    return {
      partition,
      messages: messages.map((message) => toEventMessage(options.topic, partition, message)),
      ending: membership.ending.signal,
      commit: async (count) => {
        const last = messages[count - 1];
        if (!last || membership !== this.membership) return;
        // behind the whole batch lie markers of transactions, which no event stands for
        const end = count === messages.length ? batch.lastOffset() : last.offset;
        const offset = String(BigInt(end) + 1n);
        try {
          await this.commits.commit({ partition, offset });
          payload.resolveOffset(last.offset);
        } catch (error) {
          fail(error);
        }
      },
      pauseFor: (ms) => {
        if (this.stopping) return;
        this.consumer.pause([{ topic: this.topicName, partitions: [partition] }]);
        this.later(ms, () => this.consumer.resume([{ topic: this.topicName, partitions: [partition] }]));
      },
    };
  }

  private async commit(places: readonly PlaceToCommit[]): Promise<void> {
    const partitions = places.map(({ partition, offset }) => ({ partition, offset }));
    await this.committer?.commitOffsetsIfNecessary({ topics: [{ topic: this.topicName, partitions }] });
  }

  private later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work();
    }, ms);
    this.timers.add(timer);
  }
}

function newMembership(): Membership {
  return { ending: new AbortController(), fault: undefined };
}
