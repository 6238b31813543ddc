import { v7 as uuidv7 } from 'uuid';
import { PoisonEventError } from './errors.js';
import { eventTypes, isEventType, type EventData, type EventType } from './events.js';
import type { AnyTopic } from './topics.js';

/**
 * An event on its way to the log, in CloudEvents 1.0 binary mode: attributes as `ce_*` headers, data as the
 * value's bytes (https://github.com/cloudevents/spec, Kafka protocol binding). A null value is a tombstone.
 */
export interface OutgoingEvent {
  readonly topic: AnyTopic;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer | null;
}

/** A decoded event. `data` is null for a tombstone of its key. */
export interface CloudEvent<T extends EventType = EventType> {
  readonly id: string;
  readonly type: T;
  readonly source: string;
  readonly time: string;
  readonly key: string;
  readonly traceparent: string | undefined;
  readonly data: EventData<T>;
}

export interface EventOptions {
  /** Defaults to a new UUIDv7; give one when the event must keep its id through a retry. */
  readonly id?: string;
  /** Which service speaks, for instance `/wiredesk/gateway`. */
  readonly source: string;
  readonly time?: Date;
  readonly traceparent?: string | undefined;
}

/** Makes the outgoing form of an event; the topic follows from its type. */
export function encodeEvent<T extends EventType>(
  type: T,
  key: string,
  data: EventData<T>,
  options: EventOptions,
): OutgoingEvent {
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: options.id ?? uuidv7(),
    ce_type: type,
    ce_source: options.source,
    ce_time: (options.time ?? new Date()).toISOString(),
    ce_subject: key,
    'content-type': 'application/json',
  };
  if (options.traceparent !== undefined) headers['traceparent'] = options.traceparent;
  return { topic: eventTypes[type].topic, key, headers, value: Buffer.from(JSON.stringify(data)) };
}

/**
 * Reads an event from its headers and bytes, checked against its type's schema.
 * Throws PoisonEventError (`event_unreadable`, `event_type_unknown`, `event_invalid`): such an event can never succeed.
 */
export function decodeEvent(
  key: string,
  headers: Readonly<Record<string, string | undefined>>,
  value: Buffer,
): CloudEvent {
  const type = headers['ce_type'] ?? '';
  if (!isEventType(type))
    throw new PoisonEventError('event_type_unknown', `event type "${type}" is not known`);
  const parsed = eventTypes[type].data.safeParse(readJson(value));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue ? `${issue.path.join('.')}: ${issue.message}` : 'unknown';
    throw new PoisonEventError('event_invalid', `data of ${type} is invalid at ${where}`);
  }
  return {
    id: headers['ce_id'] ?? '',
    type,
    source: headers['ce_source'] ?? '',
    time: headers['ce_time'] ?? '',
    key,
    traceparent: headers['traceparent'],
    data: parsed.data,
  };
}

function readJson(value: Buffer): unknown {
  try {
    return JSON.parse(value.toString('utf8'));
  } catch (cause) {
    throw new PoisonEventError('event_unreadable', 'the event is not JSON', { cause });
  }
}
