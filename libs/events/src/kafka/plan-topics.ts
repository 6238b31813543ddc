import { deadLetterTopic, topicNames, topics, type AnyTopic, type TopicDefinition } from '#contracts';
import type { BrokerTopic } from './kafka-port.js';
import { requestBytes } from './kafka-wire.js';

/** One difference between the registry of topics and what the broker has. */
export type TopicChange =
  | { readonly kind: 'create'; readonly topic: BrokerTopic }
  | { readonly kind: 'add partitions'; readonly name: AnyTopic; readonly from: number; readonly to: number }
  | {
      readonly kind: 'set';
      readonly name: AnyTopic;
      readonly setting: string;
      /** Undefined = the broker's default. */
      readonly from: string | undefined;
      readonly to: string;
    }
  /** A difference that is left alone, and why. */
  | { readonly kind: 'keep'; readonly name: AnyTopic; readonly reason: string };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const deadLetterDays = 30;

/**
 * A compacted topic keeps the last event of a key, but only segments that are closed and cleaned lose the others.
 * Closed after an hour, due for cleaning after another at the latest: killed text leaves the disk within about two
 * hours of the kill, where Kafka's defaults may keep it for a week and more. Tombstones stay a day, so that a consumer
 * that was down over night still hears of them.
 */
const compacted = {
  'cleanup.policy': 'compact',
  'segment.ms': String(hourMs),
  'max.compaction.lag.ms': String(hourMs),
  'min.cleanable.dirty.ratio': '0.1',
  'delete.retention.ms': String(dayMs),
} as const;

/** Every topic of the registry and its dead-letter sibling, as they should be with so many replicas. */
export function wantedTopics(replication: number): BrokerTopic[] {
  return topicNames.flatMap((name) => {
    const { cleanup, partitions, retentionDays }: TopicDefinition = topics[name];
    return [
      {
        name,
        partitions,
        replication,
        config: {
          ...(cleanup === 'compact' ? compacted : deletedAfter(retentionDays)),
          ...common(replication),
        },
      },
      {
        // read by people, one at a time: the order over all of them helps more than partitions
        name: deadLetterTopic(name),
        partitions: 1,
        replication,
        config: { ...deletedAfter(deadLetterDays), ...common(replication) },
      },
    ];
  });
}

/**
 * What must be done so that the broker has what the registry says. Nothing is ever taken away: partitions that are
 * more than wanted stay, and so do topics, and settings that the registry does not name.
 */
export function planTopics(wanted: readonly BrokerTopic[], found: readonly BrokerTopic[]): TopicChange[] {
  const existing = new Map(found.map((topic) => [topic.name, topic]));
  return wanted.flatMap((topic): TopicChange[] => {
    const current = existing.get(topic.name);
    return current ? differences(topic, current) : [{ kind: 'create', topic }];
  });
}

function differences(wanted: BrokerTopic, current: BrokerTopic): TopicChange[] {
  const { name } = wanted;
  const changes: TopicChange[] = [];
  if (current.partitions < wanted.partitions) {
    changes.push({ kind: 'add partitions', name, from: current.partitions, to: wanted.partitions });
  } else if (current.partitions > wanted.partitions) {
    const reason = `it has ${current.partitions} partitions instead of ${wanted.partitions}: none is ever taken away`;
    changes.push({ kind: 'keep', name, reason });
  }
  if (current.replication !== wanted.replication) {
    const reason = `it has ${current.replication} replicas instead of ${wanted.replication}: move them with kafka-reassign-partitions`;
    changes.push({ kind: 'keep', name, reason });
  }
  const config = { ...wanted.config, ...common(current.replication) };
  for (const [setting, to] of Object.entries(config)) {
    if (setting === 'min.insync.replicas' && current.replication < 3) continue;
    const from = current.config[setting];
    if (from !== to) changes.push({ kind: 'set', name, setting, from, to });
  }
  return changes;
}

function common(replication: number): Record<string, string> {
  return {
    'max.message.bytes': String(2 * requestBytes),
    // with three replicas one may be down without a stop, and two have every event that was acknowledged
    ...(replication >= 3 ? { 'min.insync.replicas': '2' } : {}),
  };
}

function deletedAfter(days: number): Record<string, string> {
  return { 'cleanup.policy': 'delete', 'retention.ms': String(days * dayMs) };
}
