import { deadLetterTopic, type Topic } from '#contracts';
import type { EventMessage } from '../event-bus.js';
import type { KafkaRecord } from './kafka-port.js';

/** The event as it goes to its dead-letter topic: bytes, key and headers as they came, and why in `dlq_*` headers. */
export function toDeadLetter(
  group: string,
  message: EventMessage,
  reason: { code: string; detail: string },
): KafkaRecord {
  const headers = Object.fromEntries(
    Object.entries(message.headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return {
    topic: deadLetterTopic(message.topic as Topic),
    key: message.key,
    value: message.value,
    headers: {
      ...headers,
      dlq_topic: message.topic,
      dlq_position: message.position,
      dlq_group: group,
      dlq_code: reason.code,
      dlq_detail: reason.detail,
      dlq_at: new Date().toISOString(),
    },
  };
}
