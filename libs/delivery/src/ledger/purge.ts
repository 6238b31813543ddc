import type { DataSource } from 'typeorm';

export interface PurgeOptions {
  /** Bodies are kept this long for manual retries, and longer only while a delivery waits. */
  readonly bodyDays: number;
  /** Ledger rows are kept this long after they were settled. Holdings stay: a kill may come years later. */
  readonly ledgerDays: number;
}

export const defaultPurge: PurgeOptions = { bodyDays: 7, ledgerDays: 90 };

const portion = 5_000;

/** Removes bodies that are settled and old, then old ledger rows, in short statements. Returns how many of each. */
export async function purgeLedger(
  dataSource: DataSource,
  { bodyDays, ledgerDays }: PurgeOptions = defaultPurge,
): Promise<{ bodies: number; rows: number }> {
  await skipOrphans(dataSource);
  const bodies = await repeat(
    dataSource,
    `delete from publisher.events where event_id in (
       select event_id from publisher.events as event
       where created_at < now() - $1 * interval '1 day'
         and not exists (
           select from publisher.deliveries where deliveries.event_id = event.event_id and state = 'pending'
         )
       limit ${portion}
     )`,
    bodyDays,
  );
  const rows = await repeat(
    dataSource,
    `delete from publisher.deliveries where delivery_id in (
       select delivery_id from publisher.deliveries
       where created_at < now() - $1 * interval '1 day' and state <> 'pending'
         and settled_at < now() - $1 * interval '1 day'
       limit ${portion}
     )`,
    ledgerDays,
  );
  return { bodies, rows };
}

/** A row that was entered in the very moment in which its destination was removed would wait for ever. */
async function skipOrphans(dataSource: DataSource): Promise<void> {
  await dataSource.query(
    `update publisher.deliveries as delivery
     set state = 'skipped', last_error = 'destination_removed', settled_at = now(), next_attempt_at = null
     where state = 'pending' and not exists (
       select from publisher.destinations where destination_id = delivery.destination
     )`,
  );
}

async function repeat(dataSource: DataSource, statement: string, days: number): Promise<number> {
  let total = 0;
  for (;;) {
    const [, count] = await dataSource.query<[unknown, number]>(statement, [days]);
    total += count;
    if (count < portion) return total;
  }
}
