import { isEntitled, type Destination, type DestinationEvent } from '../destination/destination.js';
import type { StoryEvent, StoryEventType } from './story-event.js';

/** What a destination was last told of a story. */
export type Told = 'usable' | 'withheld' | 'canceled';

/** What the publisher knows of a story when an event of it comes. */
export interface RouteState {
  /** Revision applied last; undefined for a story seen the first time. */
  readonly revision: number | undefined;
  /** Destinations that were sent, or may have been sent, any version. */
  readonly holders: ReadonlyMap<string, Told>;
  /** Destinations for which an earlier version waits to be sent. */
  readonly queued: ReadonlySet<string>;
}

/** What is to be done about an event. */
export type Route =
  /** Nothing goes out; waiting news of the story stays as it is. */
  | { readonly kind: 'none'; readonly reason: string }
  /** Nothing goes out, and waiting news is taken back: the story may not be shown now. */
  | { readonly kind: 'hold'; readonly reason: string }
  | { readonly kind: 'news'; readonly destinations: readonly string[] }
  /** Waiting news is taken back, and everyone who may hold a version is told. */
  | { readonly kind: 'recall'; readonly destinations: readonly string[]; readonly told: Told };

/**
 * Decides where a story's event goes.
 * - Only usable copy is news. Embargoed copy goes nowhere; its `released` event comes at the instant.
 * - News goes to active, entitled destinations whose query matches and, an update or correction, to those that got
 *   an earlier version. Quiet changes go nowhere.
 * - A kill or withhold goes to everyone who was sent, or may have been sent, any version, whatever its query, filter,
 *   rights and state, unless it was told the like before. It is never quiet: what counts is the state, so that a
 *   kill whose own event was compacted away is told by the next one.
 */
export function routeEvent(
  event: StoryEvent,
  state: RouteState,
  destinations: readonly Destination[],
  matches: (id: string) => boolean,
): Route {
  const { story, change } = event.data;
  if (state.revision !== undefined && story.revision <= state.revision) {
    return { kind: 'none', reason: 'already_applied' };
  }
  if (event.type === 'wire.story.expired.v1') return { kind: 'hold', reason: 'expired' };
  if (story.status === 'embargoed') return { kind: 'hold', reason: 'embargoed' };
  if (story.status !== 'usable') return recall(story.status, state);
  if (change.quiet && !missedSomething(event, state)) return { kind: 'none', reason: 'quiet' };
  const chosen = destinations.filter((destination) => {
    if (!destination.active || !isEntitled(destination.providers, story.provider)) return false;
    const has = state.holders.has(destination.id) || state.queued.has(destination.id);
    if (has && event.type === 'wire.story.corrected.v1') return true;
    return wants(destination, event.type) && (has || matches(destination.id));
  });
  return chosen.length > 0
    ? { kind: 'news', destinations: chosen.map(({ id }) => id) }
    : { kind: 'none', reason: 'no_destination' };
}

function recall(told: 'withheld' | 'canceled', { holders }: RouteState): Route {
  const destinations = [...holders]
    .filter(([, former]) => (told === 'canceled' ? former !== 'canceled' : former === 'usable'))
    .map(([destination]) => destination);
  return { kind: 'recall', destinations, told };
}

/** Revisions between the last one applied and this one never came (a compacted topic): quiet may hide a loud one. */
function missedSomething(event: StoryEvent, { revision }: RouteState): boolean {
  const previous = event.data.change.previousRevision;
  return revision !== undefined && previous !== null && previous > revision;
}

const kinds: Readonly<Record<StoryEventType, readonly DestinationEvent[]>> = {
  'wire.story.created.v1': ['created'],
  'wire.story.updated.v1': ['updated'],
  'wire.story.corrected.v1': ['corrected'],
  'wire.story.killed.v1': ['killed'],
  'wire.story.withheld.v1': ['withheld'],
  // for whoever gets it, released copy is new
  'wire.story.released.v1': ['released', 'created'],
  'wire.story.regrouped.v1': ['updated'],
  'wire.story.expired.v1': [],
};

function wants({ events }: Destination, type: StoryEventType): boolean {
  return events === null || kinds[type].some((kind) => events.includes(kind));
}
