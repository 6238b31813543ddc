import type { DataSource, EntityManager } from 'typeorm';
import { newId, topicNames, topics, type AnyTopic, type OutgoingEvent, type Topic } from '#contracts';
import { pack } from '../packed.js';

/** Values up to this size travel in their event; 256 KiB. Larger ones stay here and the event says where. */
export const mostInlineBytes = 262_144;

/** CloudEvents' `dataref` extension as a header. */
export const dataRefHeader = 'ce_dataref';
const scheme = 'wiredesk:event-data/';
const reference = /^wiredesk:event-data\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

/** What an event carries in the place of a large value: not null, which would be a tombstone. */
const placeholder = Buffer.from('{}');

/** Data of dead letters, and the mark that a newer event superseded data, outlive what may still ask for them. */
const markDays = 30;

interface LargeValue {
  readonly id: string;
  readonly event: OutgoingEvent;
  /** Null when a later event of the same append supersedes it. */
  readonly value: Buffer | null;
}

/**
 * Puts values that are too large to travel aside, in the caller's transaction, and gives the events as they shall go to
 * the log. A newer event of a key of a compacted topic takes the data of the older ones away: killed text leaves the
 * disk.
 */
export async function putLargeValuesAside(
  manager: EntityManager,
  events: readonly OutgoingEvent[],
): Promise<readonly OutgoingEvent[]> {
  await supersede(manager, events.filter(isOfCompacted));
  const last = new Map(events.map((event) => [addressOf(event), event]));
  const large: LargeValue[] = [];
  const slim = events.map((event) => {
    if (event.value === null || event.value.length <= mostInlineBytes) return event;
    const id = newId();
    const isSuperseded = isOfCompacted(event) && last.get(addressOf(event)) !== event;
    large.push({ id, event, value: isSuperseded ? null : event.value });
    return { ...event, headers: { ...event.headers, [dataRefHeader]: scheme + id }, value: placeholder };
  });
  await insert(manager, large);
  return slim;
}

/** The id behind an event's reference; undefined when its value travels with it or lies with somebody else. */
export function dataIdOf(headers: Readonly<Record<string, string | undefined>>): string | undefined {
  return reference.exec(headers[dataRefHeader] ?? '')?.[1];
}

/** Data by id; null = a newer event of the key superseded it; an id that is absent here is lost or long past. */
export async function loadEventData(
  dataSource: DataSource,
  ids: readonly string[],
): Promise<Map<string, Buffer | null>> {
  if (ids.length === 0) return new Map();
  const rows: { data_id: string; data: Buffer | null }[] = await dataSource.query(
    'select data_id, data from bus.event_data where data_id = any($1::uuid[])',
    [ids],
  );
  return new Map(rows.map((row) => [row.data_id, row.data]));
}

/** Removes data that no event may ask for any more: its retention is over and no row of the log refers to it. */
export async function trimEventData(dataSource: DataSource, now: Date): Promise<number> {
  const kept = topicNames.flatMap((topic) => [
    { topic: `${topic}.dlq`, days: markDays, compacted: false },
    isCompacted(topic)
      ? { topic, days: markDays, compacted: true }
      : // a day longer than the event itself: what a consumer is given near the end must still resolve
        { topic, days: topics[topic].retentionDays + 1, compacted: false },
  ]);
  const [, count] = await dataSource.query<[unknown[], number]>(
    `delete from bus.event_data d
     using unnest($1::text[], $2::int[], $3::boolean[]) as kept (topic, days, compacted)
     where d.topic = kept.topic and d.created_at < $4::timestamptz - make_interval(days => kept.days)
       and (d.data is null or not kept.compacted)
       and not exists (select from bus.event_log e where e.topic = d.topic and e.key = d.key
         and e.headers ->> '${dataRefHeader}' = '${scheme}' || d.data_id)`,
    [
      kept.map((one) => one.topic),
      kept.map((one) => one.days),
      kept.map((one) => one.compacted),
      now.toISOString(),
    ],
  );
  return count;
}

async function supersede(manager: EntityManager, events: readonly OutgoingEvent[]): Promise<void> {
  if (events.length === 0) return;
  await manager.query(
    `update bus.event_data d set data = null
     from (select distinct * from unnest($1::text[], $2::text[])) as newer (topic, key)
     where d.topic = newer.topic and d.key = newer.key and d.data is not null`,
    [events.map((event) => event.topic), events.map((event) => event.key)],
  );
}

async function insert(manager: EntityManager, large: readonly LargeValue[]): Promise<void> {
  if (large.length === 0) return;
  const values = pack(large.map((one) => one.value));
  await manager.query(
    `insert into bus.event_data (data_id, topic, key, data)
     select id, topic, key, substring($4::bytea from start for length)
     from unnest($1::uuid[], $2::text[], $3::text[], $5::int[], $6::int[]) as one (id, topic, key, start, length)`,
    [
      large.map((one) => one.id),
      large.map((one) => one.event.topic),
      large.map((one) => one.event.key),
      values.blob,
      values.offsets,
      values.lengths,
    ],
  );
}

function isOfCompacted(event: OutgoingEvent): boolean {
  return isCompacted(event.topic);
}

function isCompacted(topic: AnyTopic): boolean {
  return Object.hasOwn(topics, topic) && topics[topic as Topic].cleanup === 'compact';
}

function addressOf({ topic, key }: OutgoingEvent): string {
  return `${topic} ${key}`;
}
