import type { Destination, DestinationEvent } from './destination.js';
import type { DestinationSecret } from './secrets.js';

/** What both a data source and a transaction's manager can do. */
export interface Queryable {
  query(sql: string, parameters?: unknown[]): Promise<unknown>;
}

interface DestinationRow {
  destination_id: string;
  url: string;
  query: string;
  providers: string[] | null;
  events: DestinationEvent[] | null;
  secrets: DestinationSecret[];
  active: boolean;
  disabled_reason: string | null;
  failures: number;
  failing_since: Date | null;
  throttled_until: Date | null;
  created_at: Date;
  updated_at: Date;
}

/** All destinations, by id. They are few, and read afresh so that a change counts for the very next event. */
export async function readDestinations(database: Queryable): Promise<Destination[]> {
  const rows = (await database.query(
    'select * from publisher.destinations order by destination_id',
  )) as DestinationRow[];
  return rows.map(fromRow);
}

/** One destination, or undefined; `lock` keeps it from other writers until the transaction ends. */
export async function readDestination(
  database: Queryable,
  id: string,
  lock = false,
): Promise<Destination | undefined> {
  const [row] = (await database.query(
    `select * from publisher.destinations where destination_id = $1 ${lock ? 'for update' : ''}`,
    [id],
  )) as DestinationRow[];
  return row && fromRow(row);
}

function fromRow(row: DestinationRow): Destination {
  return {
    id: row.destination_id,
    url: row.url,
    query: row.query,
    providers: row.providers ?? '*',
    events: row.events,
    secrets: row.secrets,
    active: row.active,
    disabledReason: row.disabled_reason,
    failures: row.failures,
    failingSince: row.failing_since,
    throttledUntil: row.throttled_until,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
