import type { DataSource } from 'typeorm';
import type { AnyTopic } from '#contracts';
import type { EventMessage } from '../event-bus.js';
import { printPosition, type LogPosition } from './log-position.js';

/** All but `more` is null in the one row of an empty page. */
interface LogRow {
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

/** Most bytes of payload in a page, beyond its first event: 500 of the largest would be 128 MB. */
const pageBytes = 16_777_216;

/**
 * Reads a topic after a place, in (transaction id, position) order. Only transactions below the snapshot's horizon
 * are read: an older one that is still open could commit later with a smaller id, and would be skipped for good.
 */
export async function readLog(
  dataSource: DataSource,
  topic: AnyTopic,
  after: LogPosition,
  limit: number,
): Promise<LogPage> {
  const rows: LogRow[] = await dataSource.query(
    `with page as materialized (
       select * from bus.event_log
       where topic = $1 and (xid, position) > ($2::xid8, $3::bigint)
         and xid < pg_snapshot_xmin(pg_current_snapshot())
       order by xid, position limit $4
     ), sized as (
       select *, count(*) over ()::int as found,
         sum(octet_length(payload)) over (order by xid, position) - octet_length(payload) as before
       from page
     )
     select event.xid::text, event.position::text, event.topic, event.key, event.headers, event.payload,
       event.created_at, event.found, hidden.more
     from (
       select exists (
         select from bus.event_log where topic = $1 and (xid, position) > ($2::xid8, $3::bigint)
           and xid >= pg_snapshot_xmin(pg_current_snapshot())
       ) as more
     ) as hidden
     left join (select * from sized where before is null or before < $5) as event on true
     order by event.xid, event.position`,
    [topic, after.xid, after.position, limit, pageBytes],
  );
  const events = rows.filter(isEvent).map((row) => ({
    topic: row.topic,
    key: row.key,
    headers: row.headers,
    value: row.payload,
    position: printPosition(row),
    at: row.created_at,
    place: { xid: row.xid, position: row.position },
  }));
  const [first] = rows;
  const isCut = first?.found === limit || events.length < (first?.found ?? 0);
  return { events, more: isCut || first?.more === true };
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
