import type { DataSource, EntityManager } from 'typeorm';
import type { DeliverySettled } from '#contracts';
import { appendEvents } from '#store';
import { noteHealth } from './destination-health.js';
import { recallAlert } from './ops-alerts.js';
import type { SettleOptions, Settlement } from './settlement.js';
import { settledEvent, type SettledRow } from './settled-event.js';

interface LockedRow {
  readonly delivery_id: string;
  readonly attempts: number;
  readonly state: string;
  readonly superseded: boolean;
}

/** How a row is left; `settled` when this outcome ends it. */
interface NextRow {
  readonly deliveryId: string;
  readonly state: string;
  readonly attempts: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly waitMs: number | null;
  readonly settled: boolean;
}

/**
 * Writes outcomes into the ledger, with their settled events and alerts, in one transaction. An outcome counts only
 * while its attempt is the row's last one: after its lease ran out it changes nothing. Returns the rows it settled.
 */
export async function settleDeliveries(
  dataSource: DataSource,
  settlements: readonly Settlement[],
  options: SettleOptions,
): Promise<readonly SettledRow[]> {
  return dataSource.transaction(async (manager) => {
    const locked = await lockRows(manager, settlements);
    const rows = settlements.flatMap((settlement) => {
      const row = locked.get(settlement.deliveryId);
      return row && row.attempts === settlement.attempt ? [nextRow(settlement, row)] : [];
    });
    const settled = await writeRows(manager, rows);
    const alerts = await noteHealth(manager, settlements, options);
    await appendEvents(manager, [
      ...settled.map(settledEvent),
      ...alerts,
      ...settlements.filter(needsAPerson).map(recallAlert),
    ]);
    return settled;
  });
}

async function lockRows(
  manager: EntityManager,
  settlements: readonly Settlement[],
): Promise<Map<string, LockedRow>> {
  const rows: LockedRow[] = await manager.query(
    `select delivery_id, attempts, state,
       not is_recall and exists (
         select from publisher.deliveries as newer
         where newer.story_id = delivery.story_id and newer.destination = delivery.destination
           and newer.revision > delivery.revision and newer.state = 'pending'
       ) as superseded
     from publisher.deliveries as delivery where delivery_id = any($1) order by delivery_id for update`,
    [settlements.map(({ deliveryId }) => deliveryId)],
  );
  return new Map(rows.map((row) => [row.delivery_id, row]));
}

function nextRow({ deliveryId, attempt, outcome }: Settlement, row: LockedRow): NextRow {
  const next = { deliveryId, attempts: attempt, status: null, error: null, waitMs: null, settled: false };
  if (outcome.kind === 'released') {
    const isPending = row.state === 'pending';
    return { ...next, state: row.state, attempts: attempt - 1, waitMs: isPending ? 0 : null };
  }
  const { status } = outcome;
  const error = outcome.kind === 'failed' ? outcome.error : null;
  // taken back or skipped while the attempt was under way: how it went is noted, and it stays taken back
  if (row.state !== 'pending') return { ...next, state: row.state, status, error };
  if (outcome.kind === 'sent') return { ...next, state: 'sent', status, settled: true };
  if (row.superseded) return { ...next, state: 'skipped', status, error: 'superseded', settled: true };
  if (outcome.waitMs === undefined) return { ...next, state: 'failed', status, error, settled: true };
  return { ...next, state: 'pending', status, error, waitMs: outcome.waitMs };
}

interface WrittenRow extends Omit<SettledRow, 'state'> {
  readonly state: DeliverySettled['state'] | 'skipped';
  readonly settled: boolean;
}

/** Returns the rows that are settled now and tell of it; a skipped one does not. */
async function writeRows(manager: EntityManager, rows: readonly NextRow[]): Promise<SettledRow[]> {
  if (rows.length === 0) return [];
  const [written] = await manager.query<[WrittenRow[], number]>(
    `update publisher.deliveries as delivery set
       state = next.state, attempts = next.attempts, lease_until = null,
       last_status = coalesce(next.status, case when next.error is null then last_status end),
       last_error = next.error,
       next_attempt_at = now() + next.wait * interval '1 millisecond',
       settled_at = case when next.settled then now() else settled_at end
     from unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::text[], $6::float8[], $7::boolean[])
       as next (delivery_id, state, attempts, status, error, wait, settled)
     where delivery.delivery_id = next.delivery_id
     returning delivery.delivery_id, destination, event_id, story_id, revision::text, delivery.state,
       delivery.attempts, last_status, settled_at, next.settled`,
    [
      rows.map(({ deliveryId }) => deliveryId),
      rows.map(({ state }) => state),
      rows.map(({ attempts }) => attempts),
      rows.map(({ status }) => status),
      rows.map(({ error }) => error),
      rows.map(({ waitMs }) => waitMs),
      rows.map(({ settled }) => settled),
    ],
  );
  return written.flatMap(({ state, settled, ...row }) =>
    settled && state !== 'skipped' ? [{ ...row, state }] : [],
  );
}

/** At this failed attempt a recall becomes a matter for a person: the receiver may be showing killed copy. */
const recallAlertAttempt = 3;

function needsAPerson({ isRecall, attempt, outcome }: Settlement): boolean {
  if (!isRecall || outcome.kind !== 'failed') return false;
  return attempt === recallAlertAttempt || outcome.waitMs === undefined;
}
