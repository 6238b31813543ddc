import type { ProducerBatch, ProducerConfig } from 'kafkajs';
import type { KafkaRecord } from './kafka-port.js';
import { partitionOf } from './partition-of.js';

/**
 * What every producer of ours has in common. One request in flight: a repeated one cannot overtake the next. Values are
 * not compressed: gzip makes them three times smaller and costs more processor time than all the rest of sending them.
 */
export const producerSettings: ProducerConfig = {
  createPartitioner:
    () =>
    ({ message, partitionMetadata }) =>
      partitionOf(String(message.key), partitionMetadata.length),
  idempotent: true,
  maxInFlightRequests: 1,
  allowAutoTopicCreation: false,
};

/** Records in the library's form: grouped by topic, each topic's in order, to be acknowledged by all replicas in sync. */
export function toBatch(prefix: string, records: readonly KafkaRecord[]): ProducerBatch {
  const byTopic = new Map<string, KafkaRecord[]>();
  for (const record of records) {
    const name = prefix + record.topic;
    const list = byTopic.get(name);
    if (list) list.push(record);
    else byTopic.set(name, [record]);
  }
  return {
    acks: -1,
    topicMessages: [...byTopic].map(([topic, list]) => ({
      topic,
      messages: list.map(({ key, value, headers, at }) => ({
        key,
        value,
        headers: { ...headers },
        ...(at ? { timestamp: String(at.getTime()) } : {}),
      })),
    })),
  };
}
