import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { groupsOf } from './consumer-groups.js';

/**
 * Lets members that do nothing join the groups of the services and leave again, over and over: each time all partitions
 * are dealt anew. They commit nothing, so that what they were given is given to others again.
 */
export async function stormOfRebalances(kafka: Kafka, topicPrefix: string, ms: number): Promise<void> {
  const end = Date.now() + ms;
  const groups = await groupsOf(kafka, topicPrefix);
  await Promise.all(
    groups.map(async ({ groupId, topic }) => {
      while (Date.now() < end) {
        const consumer = kafka.consumer({ groupId, sessionTimeout: 6_000, maxWaitTimeInMs: 100 });
        await consumer.connect();
        await consumer.subscribe({ topic: `${topicPrefix}${topic}` });
        await consumer.run({
          autoCommit: false,
          eachBatchAutoResolve: false,
          eachBatch: () => Promise.resolve(),
        });
        await sleep(1_000 + Math.random() * 2_000);
        await consumer.disconnect();
        await sleep(Math.random() * 1_000);
      }
    }),
  );
}
