import type { DataSource } from 'typeorm';
import type { Entitlement } from '../destination/destination.js';
import type { DestinationSecret } from '../destination/secrets.js';

/** A delivery that this process may attempt now, with all that the attempt needs. */
export interface ClaimedDelivery {
  readonly deliveryId: string;
  readonly destination: string;
  readonly storyId: string;
  readonly revision: number;
  readonly isRecall: boolean;
  /** This attempt's number, from 1; the token that its outcome is settled with. */
  readonly attempt: number;
  readonly url: string;
  readonly secrets: readonly DestinationSecret[];
  readonly providers: Entitlement;
  /** Undefined when the body is no longer kept. */
  readonly body: Buffer | undefined;
  readonly namedProviders: readonly string[];
  readonly traceparent: string | null;
}

export interface ClaimOptions {
  /** Most attempts at a time for one destination; one that keeps failing gets a single one. */
  readonly perDestination: number;
  /** Attempts under way in this process, by destination. */
  readonly underWay: ReadonlyMap<string, number>;
  /** Most rows to claim. */
  readonly limit: number;
  /** How long an attempt may be under way before it counts as lost with its process. */
  readonly leaseMs: number;
}

/** From this many failures in a row on, a destination is tried one delivery at a time. */
const failuresUntilCareful = 3;

/**
 * Claims due deliveries. Rights and the story's state are read here, at the last moment: news of a story that is not
 * usable now stays, news that the destination has lost the right to is skipped. Of one story and destination only the
 * oldest waiting revision is taken, and only when no attempt is under way; recalls go before news. A claimed row
 * counts as received from here on (`holdings`), whatever comes of the attempt.
 */
export async function claimDeliveries(
  dataSource: DataSource,
  { perDestination, underWay, limit, leaseMs }: ClaimOptions,
): Promise<ClaimedDelivery[]> {
  const rows: ClaimRow[] = await dataSource.query(
    `with open as (
       select destination_id, url, secrets, providers,
         case when failures >= ${failuresUntilCareful} then 1 else $1::int end - coalesce(under_way.count, 0) as slots
       from publisher.destinations
       left join unnest($2::text[], $3::int[]) as under_way (destination_id, count) using (destination_id)
       where active and coalesce(throttled_until, '-infinity') <= now()
     ), due as (
       select row.delivery_id, row.is_recall or open.providers is null or row.provider = any(open.providers) as entitled,
         open.url, open.secrets, open.providers
       from open
       cross join lateral (
         select delivery.delivery_id, delivery.is_recall, story.provider
         from publisher.deliveries as delivery
         join publisher.stories as story using (story_id)
         where delivery.destination = open.destination_id and delivery.state = 'pending'
           and delivery.next_attempt_at <= now()
           and (delivery.lease_until is null or delivery.lease_until <= now())
           and (delivery.is_recall or story.status = 'usable')
           and not exists (
             select from publisher.deliveries as older
             where older.story_id = delivery.story_id and older.destination = delivery.destination
               and older.revision < delivery.revision and (older.state = 'pending' or older.lease_until > now())
           )
         order by delivery.is_recall desc, delivery.next_attempt_at
         limit greatest(open.slots, 0)
         for update of delivery skip locked
       ) as row
       limit $4
     ), claimed as (
       update publisher.deliveries as delivery set
         state = case when due.entitled then delivery.state else 'skipped' end,
         last_error = case when due.entitled then delivery.last_error else 'not_entitled' end,
         settled_at = case when due.entitled then null else now() end,
         next_attempt_at = case when due.entitled then delivery.next_attempt_at end,
         attempts = delivery.attempts + due.entitled::int,
         lease_until = case when due.entitled then now() + $5 * interval '1 millisecond' end
       from due where delivery.delivery_id = due.delivery_id
       returning delivery.delivery_id, delivery.event_id, delivery.destination, delivery.story_id, delivery.revision,
         delivery.is_recall, delivery.attempts, delivery.created_at, due.entitled, due.url, due.secrets, due.providers
     ), held as (
       insert into publisher.holdings as holding (story_id, destination, told)
       select distinct story_id, destination, 'usable' from claimed where entitled and not is_recall
       on conflict (story_id, destination) do update set told = 'usable', updated_at = now()
     )
     select claimed.*, claimed.revision::text as revision, event.body, event.named_providers, event.traceparent
     from claimed left join publisher.events as event using (event_id)
     where claimed.entitled
     order by claimed.created_at, claimed.delivery_id`,
    [perDestination, [...underWay.keys()], [...underWay.values()], limit, leaseMs],
  );
  return rows.map((row) => ({
    deliveryId: row.delivery_id,
    destination: row.destination,
    storyId: row.story_id,
    revision: Number(row.revision),
    isRecall: row.is_recall,
    attempt: row.attempts,
    url: row.url,
    secrets: row.secrets,
    providers: row.providers ?? '*',
    body: row.body ?? undefined,
    namedProviders: row.named_providers ?? [],
    traceparent: row.traceparent,
  }));
}

interface ClaimRow {
  delivery_id: string;
  destination: string;
  story_id: string;
  revision: string;
  is_recall: boolean;
  attempts: number;
  url: string;
  secrets: DestinationSecret[];
  providers: string[] | null;
  body: Buffer | null;
  named_providers: string[] | null;
  traceparent: string | null;
}

/**
 * Milliseconds until the next delivery or paused destination is due, by the database's clock; undefined when nothing
 * waits for a time. What came due within the last `sinceMs`, after the claim looked, counts as due now; what waits for
 * another delivery, or for a slot, is not counted.
 */
export async function untilNextDue(dataSource: DataSource, sinceMs: number): Promise<number | undefined> {
  const [row] = await dataSource.query<[{ ms: number | null }]>(
    `select extract(epoch from min(due) - now())::float8 * 1000 as ms from (
       (select next_attempt_at as due from publisher.deliveries
        where state = 'pending' and next_attempt_at > now() - $1 * interval '1 millisecond'
        order by next_attempt_at limit 1)
       union all
       select throttled_until from publisher.destinations
       where active and throttled_until > now() - $1 * interval '1 millisecond'
     ) as times`,
    [sinceMs],
  );
  return row.ms === null ? undefined : Math.max(0, row.ms);
}
