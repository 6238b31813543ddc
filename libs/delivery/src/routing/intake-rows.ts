import type { EntityManager } from 'typeorm';
import type { StoryStatus } from '#contracts';
import { appendEvents } from '#store';
import { settledEvent, type SettledRow } from '../ledger/settled-event.js';
import { deliveredType, eventBody } from './envelope.js';
import type { RouteState, Told } from './route.js';
import type { StoryEvent } from './story-event.js';

/** The state of one story while a batch is worked through. */
export interface StoryState extends RouteState {
  revision: number | undefined;
  readonly holders: Map<string, Told>;
  readonly queued: Set<string>;
  /** Set when an event of the batch was applied. */
  applied?: { readonly status: StoryStatus; readonly provider: string };
}

/** One delivery to be written; `told` is null for news. */
export interface PlannedDelivery {
  readonly event: StoryEvent;
  readonly destination: string;
  readonly told: Told | null;
}

/** Waiting news of a story is taken back: that below a revision, or (null) all. */
export interface HoldBack {
  readonly storyId: string;
  readonly before: number | null;
  /** The bodies kept for retries go too. */
  readonly dropBodies: boolean;
}

/** What a batch is going to write. */
export interface IntakePlan {
  readonly stories: ReadonlyMap<string, StoryState>;
  readonly deliveries: PlannedDelivery[];
  readonly holdBacks: HoldBack[];
}

/**
 * Reads what is known of the stories. Their waiting deliveries are locked first: an attempt that began before is then
 * seen as a holding, and none begins until this transaction is through.
 */
export async function loadStories(
  manager: EntityManager,
  storyIds: readonly string[],
): Promise<Map<string, StoryState>> {
  const stories = new Map(storyIds.map((storyId) => [storyId, newState()]));
  const waiting: { story_id: string; destination: string; is_recall: boolean }[] = await manager.query(
    `select story_id, destination, is_recall from publisher.deliveries
     where story_id = any($1::uuid[]) and state = 'pending' order by delivery_id for update`,
    [storyIds],
  );
  const known: { story_id: string; revision: string }[] = await manager.query(
    'select story_id, revision::text from publisher.stories where story_id = any($1::uuid[])',
    [storyIds],
  );
  const holdings: { story_id: string; destination: string; told: Told }[] = await manager.query(
    'select story_id, destination, told from publisher.holdings where story_id = any($1::uuid[])',
    [storyIds],
  );
  for (const row of known) Object.assign(stories.get(row.story_id) ?? {}, { revision: Number(row.revision) });
  for (const row of holdings) stories.get(row.story_id)?.holders.set(row.destination, row.told);
  for (const row of waiting) if (!row.is_recall) stories.get(row.story_id)?.queued.add(row.destination);
  return stories;
}

/** Writes the plan of a batch. */
export async function saveIntake(manager: EntityManager, plan: IntakePlan): Promise<void> {
  await saveStories(manager, plan.stories);
  if (plan.deliveries.length > 0) {
    await insertEvents(manager, [...new Set(plan.deliveries.map(({ event }) => event))]);
    await insertDeliveries(manager, plan.deliveries);
  }
  if (plan.holdBacks.length > 0) await holdBack(manager, plan.holdBacks);
  if (plan.deliveries.length > 0) {
    await letOlderStepAside(manager, plan.deliveries);
    await noteRecalls(manager, plan.deliveries);
  }
}

async function saveStories(manager: EntityManager, stories: ReadonlyMap<string, StoryState>): Promise<void> {
  const applied = [...stories].filter(([, state]) => state.applied);
  if (applied.length === 0) return;
  await manager.query(
    `insert into publisher.stories as known (story_id, revision, status, provider)
     select * from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[])
     on conflict (story_id) do update set revision = excluded.revision, status = excluded.status,
       provider = excluded.provider, updated_at = now()
     where known.revision < excluded.revision`,
    [
      applied.map(([storyId]) => storyId),
      applied.map(([, state]) => state.revision),
      applied.map(([, state]) => state.applied?.status),
      applied.map(([, state]) => state.applied?.provider),
    ],
  );
}

async function insertEvents(manager: EntityManager, events: readonly StoryEvent[]): Promise<void> {
  const bodies = events.map(eventBody);
  await manager.query(
    `insert into publisher.events (event_id, story_id, revision, named_providers, traceparent, body)
     select event_id, story_id, revision, array(select jsonb_array_elements_text(named)), traceparent, body
     from unnest($1::text[], $2::uuid[], $3::bigint[], $4::jsonb[], $5::text[], $6::bytea[])
       as event (event_id, story_id, revision, named, traceparent, body)
     on conflict do nothing`,
    [
      events.map(({ id }) => id),
      events.map(({ data }) => data.story.storyId),
      events.map(({ data }) => data.story.revision),
      bodies.map(({ namedProviders }) => JSON.stringify(namedProviders)),
      events.map(({ traceparent }) => traceparent ?? null),
      bodies.map(({ body }) => body),
    ],
  );
}

/** Copy whose embargo ends in a moment (clocks differ) is never sent before its instant. */
async function insertDeliveries(
  manager: EntityManager,
  deliveries: readonly PlannedDelivery[],
): Promise<void> {
  const stories = deliveries.map(({ event }) => event.data.story);
  await manager.query(
    `insert into publisher.deliveries (delivery_id, event_id, destination, story_id, dispatch_id, revision,
       event_type, is_recall, state, next_attempt_at)
     select event_id || '_' || destination, event_id, destination, story_id, dispatch_id, revision, event_type,
       is_recall, 'pending', case when is_recall then now() else greatest(now(), embargoed_until) end
     from unnest($1::text[], $2::text[], $3::uuid[], $4::uuid[], $5::bigint[], $6::text[], $7::boolean[],
       $8::timestamptz[]) with ordinality
       as planned (event_id, destination, story_id, dispatch_id, revision, event_type, is_recall, embargoed_until, place)
     order by place
     on conflict do nothing`,
    [
      deliveries.map(({ event }) => event.id),
      deliveries.map(({ destination }) => destination),
      stories.map(({ storyId }) => storyId),
      stories.map(({ dispatchId }) => dispatchId),
      stories.map(({ revision }) => revision),
      deliveries.map(({ event }) => deliveredType(event)),
      deliveries.map(({ told }) => told !== null),
      stories.map(({ embargoedUntil }) => embargoedUntil),
    ],
  );
}

/**
 * A delivery that failed and waits for its next try gives way to a newer one, which carries the whole story and need
 * not wait for it. A recall gives way only to a recall; before news it is tried again at once.
 */
async function letOlderStepAside(
  manager: EntityManager,
  deliveries: readonly PlannedDelivery[],
): Promise<void> {
  await manager.query(
    `update publisher.deliveries as older set
       state = case when older.is_recall and not newer.is_recall then older.state else 'skipped' end,
       last_error = case when older.is_recall and not newer.is_recall then older.last_error else 'superseded' end,
       settled_at = case when older.is_recall and not newer.is_recall then null else now() end,
       next_attempt_at = case when older.is_recall and not newer.is_recall then now() end
     from (
       select story_id, destination, max(revision) as revision, bool_or(is_recall) as is_recall
       from unnest($1::uuid[], $2::text[], $3::bigint[], $4::boolean[])
         as planned (story_id, destination, revision, is_recall)
       group by story_id, destination
     ) as newer
     where older.story_id = newer.story_id and older.destination = newer.destination
       and older.revision < newer.revision and older.state = 'pending' and older.attempts > 0
       and (older.lease_until is null or older.lease_until < now())`,
    [
      deliveries.map(({ event }) => event.data.story.storyId),
      deliveries.map(({ destination }) => destination),
      deliveries.map(({ event }) => event.data.story.revision),
      deliveries.map(({ told }) => told !== null),
    ],
  );
}

async function noteRecalls(manager: EntityManager, deliveries: readonly PlannedDelivery[]): Promise<void> {
  // the last word on each story and destination counts; one statement may touch a row only once
  const last = new Map(
    deliveries
      .filter(({ told }) => told !== null)
      .map((delivery) => [`${delivery.event.data.story.storyId} ${delivery.destination}`, delivery]),
  );
  if (last.size === 0) return;
  const recalls = [...last.values()];
  await manager.query(
    `update publisher.holdings as holding set told = recall.told, updated_at = now()
     from unnest($1::uuid[], $2::text[], $3::text[]) as recall (story_id, destination, told)
     where holding.story_id = recall.story_id and holding.destination = recall.destination`,
    [
      recalls.map(({ event }) => event.data.story.storyId),
      recalls.map(({ destination }) => destination),
      recalls.map(({ told }) => told),
    ],
  );
}

/** Takes waiting news back, tells of it, and drops the copy that was kept for sending. */
async function holdBack(manager: EntityManager, holdBacks: readonly HoldBack[]): Promise<void> {
  const values = (chosen: readonly HoldBack[]) => [
    chosen.map(({ storyId }) => storyId),
    chosen.map(({ before }) => before),
  ];
  const [recalled] = await manager.query<[SettledRow[], number]>(
    `update publisher.deliveries set state = 'recalled', settled_at = now(), next_attempt_at = null
     where delivery_id in (
       select delivery_id from publisher.deliveries
       join unnest($1::uuid[], $2::bigint[]) as held (story_id, before) using (story_id)
       where state = 'pending' and not is_recall and (before is null or revision < before)
     )
     returning delivery_id, destination, event_id, story_id, revision::text, state, attempts, last_status, settled_at`,
    values(holdBacks),
  );
  await appendEvents(manager, recalled.map(settledEvent));
  await manager.query(
    `delete from publisher.events as event
     using unnest($1::uuid[], $2::bigint[]) as held (story_id, before)
     where event.story_id = held.story_id and (before is null or revision < before)
       and not exists (
         select from publisher.deliveries where deliveries.event_id = event.event_id and state = 'pending'
       )`,
    values(holdBacks.filter(({ dropBodies }) => dropBodies)),
  );
}

function newState(): StoryState {
  return { revision: undefined, holders: new Map(), queued: new Set() };
}
