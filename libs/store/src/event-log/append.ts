import type { EntityManager } from 'typeorm';
import type { AnyTopic, OutgoingEvent } from '#contracts';
import { pack } from '../packed.js';
import { putLargeValuesAside } from './event-data.js';

/** The channel on which commits to the log are told; the payload is the topic. */
export const eventChannel = 'wiredesk_events';

/**
 * Takes the locks of keys whose events must stay in order, until the transaction ends. Call it BEFORE the
 * transaction's first write: PostgreSQL gives a transaction its id at its first write, readers of the log follow
 * transaction ids, so the order of ids must be the order of locks.
 */
export async function lockKeys(manager: EntityManager, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await manager.query(
    `select pg_advisory_xact_lock(lock) from
       (select distinct hashtextextended(key, 7271) as lock from unnest($1::text[]) as key order by 1) as locks`,
    [keys],
  );
}

/**
 * Appends events to the log inside the caller's transaction: they exist when, and only when, its other writes do.
 * Values over 256 KiB are kept beside the log and ride by reference. Listeners are told once per topic at commit.
 */
export async function appendEvents(
  manager: EntityManager,
  outgoing: readonly OutgoingEvent[],
): Promise<void> {
  if (outgoing.length === 0) return;
  const events = await putLargeValuesAside(manager, outgoing);
  const topics: AnyTopic[] = [...new Set(events.map((event) => event.topic))];
  const payloads = pack(events.map((event) => event.value));
  await manager.query(
    `with appended as (
       insert into bus.event_log (topic, key, headers, payload)
       select topic, key, headers::jsonb, substring($4::bytea from start for length)
       from unnest($1::text[], $2::text[], $3::text[], $5::int[], $6::int[]) with ordinality
         as event (topic, key, headers, start, length, place)
       order by place
     )
     select pg_notify($7, topic) from unnest($8::text[]) as topic`,
    [
      events.map((event) => event.topic),
      events.map((event) => event.key),
      events.map((event) => JSON.stringify(event.headers)),
      payloads.blob,
      payloads.offsets,
      payloads.lengths,
      eventChannel,
      topics,
    ],
  );
}
