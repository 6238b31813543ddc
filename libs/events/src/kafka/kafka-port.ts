import { WiredeskError, type AnyTopic, type Topic } from '#contracts';
import type { EventMessage } from '../event-bus.js';

/** Where Kafka is and who we are there. */
export interface KafkaOptions {
  /** `host:port` of some brokers; the rest are learnt from them. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Goes before the names of topics, consumer groups and transactional ids; may be empty. */
  readonly prefix: string;
  /** TLS; certificates and keys in PEM. Undefined = plaintext. */
  readonly ssl?: {
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly rejectUnauthorized: boolean;
  };
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
}

/** One record on its way to Kafka. Its key decides its partition. */
export interface KafkaRecord {
  /** Without the prefix. */
  readonly topic: AnyTopic;
  readonly key: string;
  /** Null = tombstone. */
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  /** When the event came to be; default now. Retention and lag in seconds count from it. */
  readonly at?: Date;
}

/**
 * Another producer has taken the transactional id over, or the broker gave the transaction up: this one can never
 * send again, and what it had not committed is gone.
 */
export class ProducerFencedError extends WiredeskError {
  constructor(transactionalId: string, options?: ErrorOptions) {
    super('producer_fenced', `"${transactionalId}" was taken over by another producer`, options);
  }
}

/** Sends records that no transaction binds together. */
export abstract class KafkaProducer {
  /**
   * Resolves when all replicas in sync have the records. Throws RetriableError `kafka_unavailable` when the brokers
   * could not be reached: some records may have been written all the same.
   */
  abstract send(records: readonly KafkaRecord[]): Promise<void>;
  abstract close(): Promise<void>;
}

/** The one holder of a transactional id. */
export abstract class TransactionalProducer {
  /**
   * Sends all records in one transaction; resolves when it is committed. After any error the producer is spent: close
   * it and, while you are still the leader, take a new one. A producer never takes its id back by itself: a deposed
   * leader would then fence its successor and put old events behind newer ones.
   * Throws ProducerFencedError, RetriableError `kafka_unavailable`, or WiredeskError `kafka_refused` when the records
   * themselves are at fault.
   */
  abstract sendAll(records: readonly KafkaRecord[]): Promise<void>;
  abstract close(): Promise<void>;
}

/** What came from one partition, in order. */
export interface PartitionBatch {
  readonly partition: number;
  readonly messages: readonly EventMessage[];
  /**
   * Aborted when the consumer stops or the partition may become another member's: finish what is begun, commit it,
   * begin nothing new.
   */
  readonly ending: AbortSignal;
  /**
   * Moves the group's offset behind the first `count` messages of this batch. Changes nothing, and aborts `ending`, when
   * the partition has become another's or the broker does not answer: the messages come again.
   */
  readonly commit: (count: number) => Promise<void>;
  /** Leaves the partition alone for a time; messages that were not committed come again then. */
  readonly pauseFor: (ms: number) => void;
}

export interface KafkaConsumerOptions {
  /** Without the prefix. */
  readonly group: string;
  readonly topic: Topic;
  /** How long the broker may wait for more events when it has few; default not at all. */
  readonly lingerMs?: number;
}

/** One membership in a consumer group, from joining to leaving; not to be run twice. */
export abstract class KafkaConsumer {
  /**
   * Joins and gives batches, one at a time per partition and all partitions at once, until `stop`; heartbeats go on
   * meanwhile. Resolves when it has left. Rejects with what the handler threw, as it was thrown, or with what ended the membership.
   */
  abstract run(handle: (batch: PartitionBatch) => Promise<void>): Promise<void>;
  /** Waits for the batches in hand, leaves the group. */
  abstract stop(): Promise<void>;
}

/** A topic as the broker has it. Names carry no prefix. */
export interface BrokerTopic {
  readonly name: AnyTopic;
  readonly partitions: number;
  readonly replication: number;
  /** Settings of the topic itself, not the broker's defaults. */
  readonly config: Readonly<Record<string, string>>;
}

/** Offsets of one partition, as decimal numbers of any size. */
export interface PartitionOffset {
  readonly partition: number;
  readonly offset: bigint;
}

/** What operators and gauges need of a cluster. All methods throw RetriableError `kafka_unavailable` while it is away. */
export abstract class KafkaAdmin {
  abstract brokerCount(): Promise<number>;
  /** The topics of these names that exist. */
  abstract describe(names: readonly AnyTopic[]): Promise<BrokerTopic[]>;
  /** Creates topics and waits until they have leaders. */
  abstract create(topics: readonly BrokerTopic[]): Promise<void>;
  abstract addPartitions(name: AnyTopic, partitions: number): Promise<void>;
  /** Sets settings of a topic; the others that it has of its own stay. */
  abstract alter(name: AnyTopic, config: Readonly<Record<string, string>>): Promise<void>;
  abstract delete(names: readonly AnyTopic[]): Promise<void>;
  /** Groups of this prefix, named without it. */
  abstract groups(): Promise<string[]>;
  /** Where a group stands on a topic; partitions that it has not committed are absent. */
  abstract committed(group: string, topic: Topic): Promise<PartitionOffset[]>;
  /** The first offset kept and the one behind the last, of each partition. */
  abstract bounds(topic: Topic): Promise<{ first: PartitionOffset[]; end: PartitionOffset[] }>;
  abstract close(): Promise<void>;
}

/** A Kafka client. The one place to change when another library takes over. */
export abstract class KafkaClient {
  /** Idempotent; all replicas in sync acknowledge. Connects at the first send. */
  abstract producer(): KafkaProducer;
  /**
   * Takes a transactional id (named without the prefix) over: who held it before is fenced from here on, and what it
   * left uncommitted is aborted. Call it as the leader, and check that you still are when it resolves.
   */
  abstract transactionalProducer(id: string): Promise<TransactionalProducer>;
  abstract consumer(options: KafkaConsumerOptions): KafkaConsumer;
  abstract admin(): KafkaAdmin;
}
