import type { AnyTopic } from '#contracts';
import type { EventMessage } from '../event-bus.js';
import type { KafkaRecord } from './kafka-port.js';

/** A record as it comes from the client library. Header values may repeat and may be absent. */
export interface RawRecord {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, RawHeader | readonly (Buffer | string)[]>> | undefined;
}

type RawHeader = Buffer | string | null | undefined;

/** The event in a record. Its position is `partition-offset`; of a header that repeats, the last value counts. */
export function toEventMessage(topic: AnyTopic, partition: number, record: RawRecord): EventMessage {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(record.headers ?? {})) {
    const last = Array.isArray(value) ? (value as readonly (Buffer | string)[]).at(-1) : (value as RawHeader);
    if (last !== null && last !== undefined) headers[name] = String(last);
  }
  return {
    topic,
    key: record.key?.toString() ?? '',
    headers,
    value: record.value,
    position: `${partition}-${record.offset}`,
    at: new Date(Number(record.timestamp)),
  };
}

/** Most bytes of one request; topics take twice as much (`max.message.bytes`), so that one large event fits too. */
export const requestBytes = 1_048_576;
/** What a record's frame takes besides key, headers and value; rather too much than too little. */
const frameBytes = 64;

/** Bytes of a record on the wire, about. */
export function sizeOf(record: KafkaRecord): number {
  let bytes = frameBytes + Buffer.byteLength(record.key) + (record.value?.length ?? 0);
  for (const [name, value] of Object.entries(record.headers)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value) + 4;
  }
  return bytes;
}

/**
 * Cuts records into runs of at most so many bytes, in order; a record over the limit stands alone. The broker's limit
 * is on what one request carries for a partition, which the library never splits.
 */
export function portions(records: readonly KafkaRecord[], maxBytes: number): KafkaRecord[][] {
  const cut: KafkaRecord[][] = [];
  let bytes = Infinity;
  for (const record of records) {
    const size = sizeOf(record);
    if (bytes + size > maxBytes) {
      cut.push([]);
      bytes = 0;
    }
    cut.at(-1)!.push(record);
    bytes += size;
  }
  return cut;
}
