import type { DataSource } from 'typeorm';
import type { AnyTopic } from '#contracts';
import type { EventMessage } from '../event-bus.js';
import { printPosition, type LogPosition } from './log-position.js';

/** All but `after_topic` and `more` is null in the one row of an empty page. */
interface LogRow {
  /** The topic that was asked for. */
  after_topic: AnyTopic;
  xid: string | null;
  position: string;
  topic: AnyTopic;
  key: string;
  headers: Record<string, string>;
  payload: Buffer | null;
  created_at: Date;
  /** Events of the page before it was cut by its bytes. */
  found: number | null;
  /** Whether transactions that may not be read yet hold events of the topic. */
  more: boolean;
}

export interface LogPage {
  readonly events: readonly (EventMessage & { readonly place: LogPosition })[];
  /** Committed or open transactions hold events behind this page that may not be read yet: look again soon. */
  readonly more: boolean;
}

/** Most bytes of payload in a page of one topic, beyond its first event: 500 of the largest would be 128 MB. */
const pageBytes = 16_777_216;

/**
 * Reads each topic after its place, in (transaction id, position) order; gives them one after the other. Only
 * transactions below the snapshot's horizon are read: an older one that is still open could commit later with a smaller
 * id, and would be skipped for good. `limit` is the most events of one topic.
 */
export async function readLog(
  dataSource: DataSource,
  after: ReadonlyMap<AnyTopic, LogPosition>,
  limit: number,
): Promise<LogPage> {
  const places = [...after.values()];
  const rows: LogRow[] = await dataSource.query(
    `select after.topic as after_topic, event.xid::text, event.position::text, event.topic, event.key, event.headers,
       event.payload, event.created_at, event.found, hidden.more
     from unnest($1::text[], $2::text[], $3::text[]) with ordinality as after (topic, xid, position, place)
     cross join lateral (
       select exists (
         select from bus.event_log e
         where e.topic = after.topic and (e.xid, e.position) > (after.xid::xid8, after.position::bigint)
           and e.xid >= pg_snapshot_xmin(pg_current_snapshot())
       ) as more
     ) as hidden
     left join lateral (
       select sized.* from (
         select page.*, count(*) over ()::int as found,
           sum(octet_length(payload)) over (order by xid, position) - octet_length(payload) as before
         from (
           select * from bus.event_log e
           where e.topic = after.topic and (e.xid, e.position) > (after.xid::xid8, after.position::bigint)
             and e.xid < pg_snapshot_xmin(pg_current_snapshot())
           order by e.xid, e.position limit $4
         ) as page
       ) as sized
       where before is null or before < $5
     ) as event on true
     order by after.place, event.xid, event.position`,
    [
      [...after.keys()],
      places.map(({ xid }) => xid),
      places.map(({ position }) => position),
      limit,
      pageBytes,
    ],
  );
  return { events: rows.filter(isEvent).map(messageOf), more: hasMore(rows, limit) };
}

function hasMore(rows: readonly LogRow[], limit: number): boolean {
  const given = new Map<AnyTopic, number>();
  for (const row of rows) given.set(row.after_topic, (given.get(row.after_topic) ?? 0) + 1);
  return rows.some(
    ({ after_topic: topic, found, more }) =>
      more || found === limit || (found !== null && (given.get(topic) ?? 0) < found),
  );
}

function messageOf(row: LogRow & { xid: string }): LogPage['events'][number] {
  return {
    topic: row.topic,
    key: row.key,
    headers: row.headers,
    value: row.payload,
    position: printPosition(row),
    at: row.created_at,
    place: { xid: row.xid, position: row.position },
  };
}

function isEvent(row: LogRow): row is LogRow & { xid: string } {
  return row.xid !== null;
}

/** The place behind everything that readers may see now: later commits come after it. */
export async function logHead(dataSource: DataSource): Promise<LogPosition> {
  const [row] = await dataSource.query<[{ xid: string }]>(
    `select (pg_snapshot_xmin(pg_current_snapshot())::text::numeric - 1)::text as xid`,
  );
  return { xid: row.xid, position: '9223372036854775807' };
}
