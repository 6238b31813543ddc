import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel, type KafkaMessage } from 'kafkajs';

export interface TopicRecord {
  readonly partition: number;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null = tombstone. */
  readonly value: Buffer | null;
}

/** A reader that hears nothing for so long has reached the end. */
const quietMs = 5_000;

/** Header of the records that a fault puts into topics: none of the system's own. */
export const foreign = 'chaos';

/** A client for looking on, quiet. */
export function onlooker(broker: string): Kafka {
  return new Kafka({
    clientId: 'chaos',
    brokers: [broker],
    logLevel: logLevel.NOTHING,
    retry: { retries: 8 },
  });
}

/** Reads a topic whole, up to where it ends now, as a consumer that sees only what was committed; gives each record to `take`. */
export async function readTopic(
  kafka: Kafka,
  topic: string,
  take: (record: TopicRecord) => void,
): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  const bounds = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  const open = new Map(
    bounds.filter(({ high, low }) => high !== low).map(({ partition, high }) => [partition, BigInt(high)]),
  );
  if (open.size === 0) return;
  const groupId = `chaos-reader-${Math.random().toString(36).slice(2)}`;
  const consumer = kafka.consumer({ groupId, readUncommitted: false, maxBytesPerPartition: 4 * 2 ** 20 });
  let crash: Error | undefined;
  let lastHeard = performance.now();
  consumer.on(consumer.events.CRASH, ({ payload }) => (crash = payload.error));
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: ({ batch }) => {
        lastHeard = performance.now();
        for (const message of batch.messages) take(recordOf(batch.partition, message));
        const end = open.get(batch.partition);
        // a transaction's last offset is its marker, which is no record
        if (end !== undefined && BigInt(batch.lastOffset()) >= end - 2n) open.delete(batch.partition);
        return Promise.resolve();
      },
    });
    // aborted transactions may lie at the end: then nothing more comes
    while (open.size > 0 && performance.now() - lastHeard < quietMs) {
      if (crash) throw crash;
      await sleep(20);
    }
  } finally {
    await consumer.disconnect();
  }
}

export function recordOf(partition: number, { key, headers, value }: KafkaMessage): TopicRecord {
  return {
    partition,
    key: String(key),
    value,
    headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, text]) => [name, String(text)])),
  };
}
