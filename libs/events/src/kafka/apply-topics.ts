import type { AnyTopic } from '#contracts';
import type { KafkaAdmin } from './kafka-port.js';
import { planTopics, wantedTopics, type TopicChange } from './plan-topics.js';

/** With this many replicas one broker may be down and every event is still on two. */
const defaultReplication = 3;

/**
 * Compares the registry of topics with the broker. `replication` = replicas of topics to create; default 3, or as many
 * as there are brokers.
 */
export async function compareTopics(admin: KafkaAdmin, replication?: number): Promise<TopicChange[]> {
  const replicas = replication ?? Math.min(defaultReplication, await admin.brokerCount());
  const wanted = wantedTopics(replicas);
  return planTopics(wanted, await admin.describe(wanted.map(({ name }) => name)));
}

/** Makes the changes; safe to repeat when it failed in the middle, after a new comparison. */
export async function applyTopics(admin: KafkaAdmin, changes: readonly TopicChange[]): Promise<void> {
  const missing = changes.filter((change) => change.kind === 'create').map(({ topic }) => topic);
  if (missing.length > 0) await admin.create(missing);
  const settings = new Map<AnyTopic, Record<string, string>>();
  for (const change of changes) {
    if (change.kind === 'add partitions') await admin.addPartitions(change.name, change.to);
    if (change.kind === 'set') {
      settings.set(change.name, { ...settings.get(change.name), [change.setting]: change.to });
    }
  }
  for (const [name, config] of settings) await admin.alter(name, config);
}
