import type { EntityManager } from 'typeorm';
import type { OutgoingEvent } from '#contracts';
import { disabledAlert } from './ops-alerts.js';
import type { SettleOptions, Settlement } from './settlement.js';

/** What a batch of outcomes says about a destination that failed and did not succeed. */
interface Trouble {
  readonly failed: number;
  readonly throttleMs: number | null;
  readonly isGone: boolean;
}

/**
 * Keeps count of how destinations fare: throttles those that ask for it, switches off those that are gone or have
 * failed for too long, and lets recalls go at once when one comes back. Returns alerts for those switched off.
 */
export async function noteHealth(
  manager: EntityManager,
  settlements: readonly Settlement[],
  options: SettleOptions,
): Promise<OutgoingEvent[]> {
  const sent = new Set(
    settlements.filter(({ outcome }) => outcome.kind === 'sent').map(({ destination }) => destination),
  );
  const troubles = troublesOf(settlements);
  if (sent.size > 0) await noteSuccess(manager, [...sent]);
  // one that took something in this batch is not failing, but may have asked for a pause or said that it is over
  for (const [destination, { throttleMs, isGone }] of troubles) {
    if (sent.has(destination) && throttleMs === null && !isGone) troubles.delete(destination);
  }
  return troubles.size === 0 ? [] : noteTrouble(manager, troubles, options);
}

/** Writes nothing while all is well: the rows of busy destinations stay untouched. */
async function noteSuccess(manager: EntityManager, destinations: readonly string[]): Promise<void> {
  const [back] = await manager.query<[{ destination_id: string }[], number]>(
    `update publisher.destinations set failures = 0, failing_since = null
     where destination_id = any($1) and failures > 0 returning destination_id`,
    [destinations],
  );
  if (back.length > 0) {
    await hastenRecalls(
      manager,
      back.map(({ destination_id }) => destination_id),
    );
  }
}

async function noteTrouble(
  manager: EntityManager,
  troubles: ReadonlyMap<string, Trouble>,
  { disableAfterMs }: SettleOptions,
): Promise<OutgoingEvent[]> {
  const seen = [...troubles].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const [rows] = await manager.query<
    [{ destination_id: string; switched_off: boolean; disabled_reason: string }[], number]
  >(
    `update publisher.destinations as destination set
       failures = failures + failed,
       failing_since = coalesce(failing_since, now()),
       throttled_until = case
         when throttle is not null then greatest(throttled_until, now() + throttle * interval '1 millisecond')
         else throttled_until end,
       active = active and not is_gone and not is_worn_out,
       disabled_reason = case
         when not active then disabled_reason when is_gone then 'gone' when is_worn_out then 'failing' end
     from (
       select seen.*, before.active as was_active,
         coalesce(before.failing_since < now() - $5 * interval '1 millisecond', false) as is_worn_out
       from unnest($1::text[], $2::int[], $3::float8[], $4::boolean[])
         as seen (destination_id, failed, throttle, is_gone)
       join publisher.destinations as before using (destination_id)
     ) as seen
     where destination.destination_id = seen.destination_id
     returning destination.destination_id, was_active and not active as switched_off, disabled_reason`,
    [
      seen.map(([destination]) => destination),
      seen.map(([, { failed }]) => failed),
      seen.map(([, { throttleMs }]) => throttleMs),
      seen.map(([, { isGone }]) => isGone),
      disableAfterMs,
    ],
  );
  return rows
    .filter(({ switched_off }) => switched_off)
    .map((row) => disabledAlert(row.destination_id, row.disabled_reason));
}

/** Recalls that wait for their next try need not wait any longer. */
export async function hastenRecalls(manager: EntityManager, destinations: readonly string[]): Promise<void> {
  await manager.query(
    `update publisher.deliveries set next_attempt_at = now()
     where delivery_id in (
       select delivery_id from publisher.deliveries
       where destination = any($1) and state = 'pending' and is_recall and next_attempt_at > now()
         and lease_until is null
       for update skip locked
     )`,
    [destinations],
  );
}

function troublesOf(settlements: readonly Settlement[]): Map<string, Trouble> {
  const troubles = new Map<string, Trouble>();
  for (const { destination, outcome } of settlements) {
    if (outcome.kind !== 'failed') continue;
    const { failed, throttleMs, isGone } = troubles.get(destination) ?? none;
    troubles.set(destination, {
      failed: failed + 1,
      throttleMs: longer(throttleMs, outcome.throttleMs),
      isGone: isGone || outcome.isGone,
    });
  }
  return troubles;
}

const none: Trouble = { failed: 0, throttleMs: null, isGone: false };

function longer(one: number | null, other: number | undefined): number | null {
  return other === undefined ? one : Math.max(one ?? 0, other);
}
