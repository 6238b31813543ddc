import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { deadLetterTopic, topics, type OutgoingEvent, type Topic } from '#contracts';
import { appendEvents } from '#store';
import { until } from '../event-bus.contract.js';
import { LogEventBus } from '../log/log-event-bus.js';
import { KafkaEventBus } from './kafka-event-bus.js';
import type { BrokerTopic, KafkaAdmin, KafkaClient, KafkaOptions } from './kafka-port.js';
import { KafkaJsClient } from './kafkajs-client.js';

/** Kafka of the test run, under a prefix that nobody else uses. */
export function testKafkaOptions(): KafkaOptions {
  const brokers = process.env['KAFKA_BROKERS'];
  if (!brokers) throw new Error('the test run has no Kafka: run the tests through npm run test:stack');
  return {
    brokers: brokers.split(','),
    clientId: 'wiredesk-test',
    prefix: `test-${randomBytes(4).toString('hex')}.`,
  };
}

export function testClient(options: KafkaOptions = testKafkaOptions()): KafkaClient {
  return new KafkaJsClient(options, () => undefined);
}

/** Topics of one replica, with their dead-letter siblings; `drop` deletes them. */
export async function testTopics(
  kafka: KafkaClient,
  names: readonly Topic[],
): Promise<{ admin: KafkaAdmin; drop(): Promise<void> }> {
  const admin = kafka.admin();
  const wanted = names.flatMap((name): BrokerTopic[] => {
    const shape = { partitions: topics[name].partitions, replication: 1, config: {} };
    return [
      { name, ...shape },
      { name: deadLetterTopic(name), ...shape, partitions: 1 },
    ];
  });
  await admin.create(wanted);
  // a new cluster makes its own topic of offsets at the first question, which takes it seconds
  await until(() =>
    admin.committed('warm-up', names[0]!).then(
      () => true,
      () => false,
    ),
  );
  return {
    admin,
    drop: async () => {
      await admin.delete(wanted.map(({ name }) => name));
      await admin.close();
    },
  };
}

/** A Kafka bus with the event log of a database behind its streams, and what copies that log to Kafka. */
export function busOnBoth(dataSource: DataSource, url: string, kafka: KafkaClient) {
  const log = new LogEventBus(dataSource, { url, onTrouble: () => undefined });
  const trouble: unknown[] = [];
  const bus = new KafkaEventBus({ kafka, log, onTrouble: (error) => trouble.push(error) });
  return { bus, log, trouble };
}

/** Copies the log of one topic to Kafka, as the relay does: in transactions, one after the other. */
export async function copyLog(log: LogEventBus, kafka: KafkaClient, topic: Topic) {
  const producer = await kafka.transactionalProducer(`copy.${topic}`);
  const copying = log.consume({ group: 'copy', topic, maxBatch: 500 }, async (batch) => {
    await producer.sendAll(
      batch.map(({ key, value, headers, at }) => ({
        topic,
        key,
        value,
        headers: headers as Record<string, string>,
        at,
      })),
    );
    return { settled: batch.length };
  });
  return {
    stop: async () => {
      await copying.stop();
      await producer.close();
    },
  };
}

/** Everything that lies in a dead-letter topic now. */
export async function readDeadLetters(kafka: KafkaClient, topic: Topic): Promise<OutgoingEvent[]> {
  const name = deadLetterTopic(topic);
  const admin = kafka.admin();
  const { end } = await admin.bounds(name as string as Topic);
  await admin.close();
  const waiting = end.reduce((sum, { offset }) => sum + Number(offset), 0);
  const found: OutgoingEvent[] = [];
  if (waiting === 0) return found;
  const reader = kafka.consumer({
    group: `reader-${randomBytes(4).toString('hex')}`,
    topic: name as string as Topic,
  });
  const ended = reader.run(({ messages }) => {
    for (const { key, value, headers } of messages) {
      found.push({ topic: name, key, value, headers: headers as Record<string, string> });
    }
    return Promise.resolve();
  });
  await until(() => found.length >= waiting);
  await reader.stop();
  await ended;
  return found;
}

export function publishTo(dataSource: DataSource) {
  return (events: readonly OutgoingEvent[]) =>
    dataSource.transaction((manager) => appendEvents(manager, events));
}
