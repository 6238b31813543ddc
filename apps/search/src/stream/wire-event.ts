import { decodeEvent, PoisonEventError, type EventType, type StoryChanged } from '#contracts';
import type { EventMessage } from '#events';
import { toMatchable, type MatchableDocument } from '#query';

/** A change of a story on its way to live streams. */
export interface WireEvent {
  readonly position: string;
  readonly type: EventType;
  readonly changed: StoryChanged;
  /** The story as queries are matched against it; made when the first one asks. */
  matchable(): MatchableDocument;
}

/**
 * A message of `wire.stories` as streams tell it. A place without a story (tombstone, poison, both settled by others)
 * is undefined: it is passed over.
 */
export function wireEvent(message: EventMessage): WireEvent | undefined {
  const decoded = message.value && decode(message, message.value);
  if (!decoded || !('story' in decoded.data)) return undefined;
  const changed = decoded.data;
  let document: MatchableDocument | undefined;
  return {
    position: message.position,
    type: decoded.type,
    changed,
    matchable: () => (document ??= toMatchable(changed.story)),
  };
}

function decode(message: EventMessage, value: Buffer) {
  try {
    return decodeEvent(message.key, message.headers, value);
  } catch (error) {
    if (error instanceof PoisonEventError) return undefined;
    throw error;
  }
}
