import type { DataSource } from 'typeorm';
import { lockKeys } from '#store';
import { readDestinations } from '../destination/destination-rows.js';
import { loadStories, saveIntake, type IntakePlan, type StoryState } from './intake-rows.js';
import { routeEvent, type Route } from './route.js';
import { RouteTable } from './route-table.js';
import type { StoryEvent } from './story-event.js';

/** One event as it comes from the bus; null = the tombstone of the story that the key names. */
export interface IncomingEvent {
  readonly key: string;
  readonly event: StoryEvent | null;
}

/** What became of one event, for counts and logs. */
export interface Routed {
  readonly kind: Route['kind'];
  /** Stable word; empty when deliveries were made. */
  readonly reason: string;
  readonly deliveries: number;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Takes batches of `wire.stories` in and writes, in one transaction, the deliveries that follow: one ledger row per
 * event and destination. A batch that comes again changes nothing: a revision of a story is applied once, and the id
 * of a row is made of its event and its destination.
 */
export class StoryIntake {
  private readonly table = new RouteTable();

  constructor(private readonly dataSource: DataSource) {}

  /** Applies a batch, in order; one result per event. */
  async apply(batch: readonly IncomingEvent[]): Promise<Routed[]> {
    const storyIds = [...new Set(batch.map(storyIdOfEvent))].filter((id) => uuid.test(id));
    if (storyIds.length === 0) return batch.map(() => unreadableKey);
    return this.dataSource.transaction(async (manager) => {
      // locks of the publisher's own: whoever writes a story must not wait for its deliveries
      await lockKeys(
        manager,
        storyIds.map((storyId) => `publisher:${storyId}`),
      );
      const destinations = await readDestinations(manager);
      this.table.update(destinations);
      const stories = await loadStories(manager, storyIds);
      const plan: IntakePlan = { stories, deliveries: [], holdBacks: [] };
      const routed = batch.map((incoming) => {
        const { event } = incoming;
        const state = stories.get(storyIdOfEvent(incoming));
        if (!state) return unreadableKey;
        if (event === null) return forget(incoming.key, state, plan);
        const route = routeEvent(event, state, destinations, this.table.matcherFor(event.data.story));
        return enter(event, route, state, plan);
      });
      await saveIntake(manager, plan);
      return routed;
    });
  }
}

const unreadableKey: Routed = { kind: 'none', reason: 'key_invalid', deliveries: 0 };

function storyIdOfEvent({ key, event }: IncomingEvent): string {
  return event?.data.story.storyId ?? key;
}

/** The story is no longer kept: nothing of it goes out any more. */
function forget(storyId: string, state: StoryState, plan: IntakePlan): Routed {
  state.queued.clear();
  plan.holdBacks.push({ storyId, before: null, dropBodies: true });
  return { kind: 'hold', reason: 'tombstone', deliveries: 0 };
}

/** Enters the route of an event into the plan, and into the state that the batch's next event meets. */
function enter(event: StoryEvent, route: Route, state: StoryState, plan: IntakePlan): Routed {
  if (route.kind === 'none' && route.reason === 'already_applied') return { ...route, deliveries: 0 };
  const { storyId, revision, status, provider } = event.data.story;
  state.applied = { status, provider };
  state.revision = revision;
  if (route.kind === 'none') return { ...route, deliveries: 0 };
  if (route.kind !== 'news') {
    state.queued.clear();
    plan.holdBacks.push({ storyId, before: revision, dropBodies: status !== 'embargoed' });
  }
  if (route.kind === 'hold') return { ...route, deliveries: 0 };
  for (const destination of route.destinations) {
    plan.deliveries.push({ event, destination, told: route.kind === 'recall' ? route.told : null });
    if (route.kind === 'recall') state.holders.set(destination, route.told);
    else state.queued.add(destination);
  }
  const deliveries = route.destinations.length;
  return { kind: route.kind, reason: deliveries === 0 ? 'nobody_has_it' : '', deliveries };
}
