import type { Topic } from '#contracts';
import type { Lag } from '../event-bus.js';
import type { KafkaAdmin } from './kafka-port.js';

/** A group and a topic that it reads. */
export interface Reader {
  readonly group: string;
  readonly topic: Topic;
  /** When the oldest unsettled event of a partition came to be, as far as it is known. */
  readonly oldest?: (partition: number) => Date | undefined;
}

/**
 * How far readers are behind, by partition. Counted in offsets, which a compacted topic has gaps in: too much rather
 * than too little. Seconds are 0 where nothing waits, or where another process has the partition.
 */
export async function lagOf(
  admin: KafkaAdmin,
  readers: readonly Reader[],
  now: Date = new Date(),
): Promise<Lag[]> {
  const topics = [...new Set(readers.map(({ topic }) => topic))];
  const bounds = new Map(
    await Promise.all(topics.map(async (topic) => [topic, await admin.bounds(topic)] as const)),
  );
  const lags: Lag[] = [];
  for (const { group, topic, oldest } of readers) {
    const committed = new Map(
      (await admin.committed(group, topic)).map(({ partition, offset }) => [partition, offset]),
    );
    const { first, end } = bounds.get(topic)!;
    const firstOf = new Map(first.map(({ partition, offset }) => [partition, offset]));
    for (const { partition, offset } of [...end].sort((a, b) => a.partition - b.partition)) {
      const begin = firstOf.get(partition) ?? 0n;
      const place = committed.get(partition) ?? begin;
      const events = Number(offset - (place > begin ? place : begin));
      const since = events > 0 ? oldest?.(partition) : undefined;
      const oldestSeconds = since ? Math.max(0, (now.getTime() - since.getTime()) / 1_000) : 0;
      lags.push({ group, topic, partition, events: Math.max(0, events), oldestSeconds });
    }
  }
  return lags;
}

/** Every group that has committed something on one of these topics. */
export async function knownReaders(admin: KafkaAdmin, topics: readonly Topic[]): Promise<Reader[]> {
  const existing = (await admin.describe(topics)).map(({ name }) => name as Topic);
  const readers: Reader[] = [];
  for (const group of await admin.groups()) {
    for (const topic of existing) {
      if ((await admin.committed(group, topic)).length > 0) readers.push({ group, topic });
    }
  }
  return readers;
}
