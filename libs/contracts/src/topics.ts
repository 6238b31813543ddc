/** A service that owns topics. */
export type TopicOwner = 'gateway' | 'normaliser' | 'deduplicator' | 'publisher';

/**
 * The registry of topics: what they carry, how they are keyed, kept and cut. Every topic has a dead-letter
 * sibling of the same name with `.dlq`.
 */
export interface TopicDefinition {
  /** What the key of an event is; events of one key are ordered. */
  readonly key: string;
  /** The service that writes the topic, and that copies it from the event log to Kafka. */
  readonly owner: TopicOwner;
  readonly partitions: number;
  readonly cleanup: 'delete' | 'compact';
  /** Days that events stay; ignored for compacted topics, which keep the last event of a key. */
  readonly retentionDays: number;
  readonly purpose: string;
}

export const topics = {
  'wire.transmissions': {
    key: 'transmissionId',
    owner: 'gateway',
    partitions: 6,
    cleanup: 'delete',
    retentionDays: 7,
    purpose: 'bytes that a feed sent were stored and wait to be normalised',
  },
  'wire.dispatches': {
    key: 'provider and story key',
    owner: 'normaliser',
    partitions: 6,
    cleanup: 'delete',
    retentionDays: 7,
    purpose: 'one normalised item of a transmission',
  },
  'wire.stories': {
    key: 'storyId',
    owner: 'deduplicator',
    partitions: 6,
    cleanup: 'compact',
    retentionDays: 0,
    purpose: 'the current snapshot of a story and what changed',
  },
  'wire.filings': {
    key: 'storyId',
    owner: 'deduplicator',
    partitions: 6,
    cleanup: 'delete',
    retentionDays: 30,
    purpose: 'one dispatch and the decision taken on it',
  },
  'wire.clusters': {
    key: 'clusterId',
    owner: 'deduplicator',
    partitions: 6,
    cleanup: 'compact',
    retentionDays: 0,
    purpose: 'the stories about one event',
  },
  'wire.alerts': {
    key: 'subject of the alert',
    owner: 'deduplicator',
    partitions: 3,
    cleanup: 'delete',
    retentionDays: 30,
    purpose: 'something an operator or a watching user must know',
  },
  'wire.deliveries': {
    key: 'destination',
    owner: 'publisher',
    partitions: 3,
    cleanup: 'delete',
    retentionDays: 30,
    purpose: 'a delivery to a destination ended, well or not',
  },
} as const satisfies Record<string, TopicDefinition>;

export type Topic = keyof typeof topics;
export type DeadLetterTopic = `${Topic}.dlq`;
export type AnyTopic = Topic | DeadLetterTopic;

export const topicNames = Object.keys(topics) as Topic[];

/** The topics that a service owns; none for a service that only reads. */
export function topicsOf(service: string): Topic[] {
  return topicNames.filter((topic) => topics[topic].owner === service);
}

/** The dead-letter sibling of a topic. */
export function deadLetterTopic(topic: Topic): DeadLetterTopic {
  return `${topic}.dlq`;
}
