import type { EventType, FilingFacts, StoryChange } from '#contracts';
import type { Decision } from './decision.js';
import type { StoryView } from './group.js';

/** A change of one story, to be written as its next revision. */
export interface Transition {
  readonly storyId: string;
  readonly before: StoryView | null;
  /** Null when no filing is left: all were read again as another story's. */
  readonly after: StoryView | null;
  readonly type: StoryEventType;
  readonly cause: StoryChange['cause'];
  /** Neither alerts nor deliveries follow. */
  readonly quiet: boolean;
}

export type StoryEventType = Extract<EventType, `wire.story.${string}`>;

/** What brought a change about. */
export interface Trigger {
  readonly filing: FilingFacts | null;
  readonly decision: Decision | null;
  /** Whether a replay may alert and deliver again. */
  readonly notify: boolean;
  /** Set when time or an operator, not a filing, brought it about. */
  readonly cause?: 'released';
}

/** Names a change: its event type, its cause, and whether it is told aloud. */
export function transitionOf(
  storyId: string,
  before: StoryView | null,
  after: StoryView | null,
  trigger: Trigger,
): Transition {
  const isOwn = after === null || trigger.filing === null || trigger.filing.storyId === storyId;
  const isNoticeable = before?.status !== after?.status || before?.originalKilled !== after?.originalKilled;
  const cause = causeOf(before, after, trigger, isOwn, isNoticeable);
  return {
    storyId,
    before,
    after,
    cause,
    type: typeOf(before, after, trigger, cause),
    quiet: isQuiet(before, after, trigger, cause),
  };
}

function causeOf(
  before: StoryView | null,
  after: StoryView | null,
  trigger: Trigger,
  isOwn: boolean,
  isNoticeable: boolean,
): StoryChange['cause'] {
  if (after === null) return 'expired';
  if (trigger.cause) return isNoticeable ? trigger.cause : 'regrouped';
  if (!isOwn) return isNoticeable ? 'received' : 'regrouped';
  if (trigger.filing !== null && trigger.filing.run > 0) return 'reprocessed';
  if (before === null) return isRepeatOfOwn(after, trigger) ? 'regrouped' : 'received';
  const isRepeat = trigger.decision?.outcome === 'duplicate' || trigger.decision?.outcome === 'superseded';
  return isRepeat && !isNoticeable ? 'variant' : 'received';
}

/** The same provider's text under a new id is no news: the story is there for its id, and nobody is told. */
function isRepeatOfOwn(after: StoryView, trigger: Trigger): boolean {
  return (
    trigger.decision?.outcome === 'duplicate' &&
    after.copies.some((copy) => copy.provider === after.state.provider)
  );
}

/** What takes copy back is never quiet; what nobody outside can see always is. */
function isQuiet(
  before: StoryView | null,
  after: StoryView | null,
  trigger: Trigger,
  cause: StoryChange['cause'],
): boolean {
  if (after === null) return false;
  if (before?.status === 'usable' && after.status !== 'usable') return false;
  if (before !== null && before.status === after.status && after.status !== 'usable') return true;
  if (cause === 'reprocessed') return !trigger.notify;
  return cause === 'variant' || cause === 'regrouped';
}

function typeOf(
  before: StoryView | null,
  after: StoryView | null,
  trigger: Trigger,
  cause: StoryChange['cause'],
): StoryEventType {
  if (after === null) return 'wire.story.expired.v1';
  if (after.status !== before?.status) {
    if (after.status === 'canceled') return 'wire.story.killed.v1';
    if (after.status === 'withheld' || (after.status === 'embargoed' && before !== null))
      return 'wire.story.withheld.v1';
    if (before !== null) return 'wire.story.released.v1';
  }
  if (cause === 'regrouped') return 'wire.story.regrouped.v1';
  if (before === null) return 'wire.story.created.v1';
  const isCorrection =
    trigger.decision?.outcome === 'corrected' && trigger.filing?.storyId === after.state.storyId;
  return isCorrection ? 'wire.story.corrected.v1' : 'wire.story.updated.v1';
}
