import type { StoryChanged, StorySnapshot, StoryStatus } from '#contracts';
import type { QueryNode } from '#query';
import type { SearchReader } from './search-types.js';

/** Whether a provider's copy is within a reader's rights. */
export function mayRead(reader: SearchReader, provider: string): boolean {
  return reader.providers === '*' || reader.providers.includes(provider);
}

/**
 * The statuses that a search looks at. Only usable copy unless statuses are asked for by name; killed copy is then
 * shown as an empty mark; what is held back (embargoed, withheld) needs a reader who may and an explicit wish.
 */
export function searchedStatuses(
  asked: { statuses: readonly StoryStatus[]; byQuery: boolean; includeHeld: boolean },
  reader: SearchReader,
): StoryStatus[] {
  const held: StoryStatus[] = asked.includeHeld && reader.seesHeld ? ['embargoed', 'withheld'] : [];
  const open: StoryStatus[] =
    asked.byQuery || asked.statuses.length > 0 ? ['usable', 'canceled'] : ['usable'];
  const seen = [...open, ...held];
  return asked.statuses.length === 0 ? seen : seen.filter((status) => asked.statuses.includes(status));
}

/** Whether a query speaks of the status, anywhere in it. */
export function asksForStatus(query: QueryNode): boolean {
  switch (query.kind) {
    case 'code':
      return query.field === 'status';
    case 'and':
    case 'or':
      return query.nodes.some(asksForStatus);
    case 'not':
      return asksForStatus(query.node);
    default:
      return false;
  }
}

/** Whether a reader who has the story's id may see it: killed copy as a mark, held copy only by operators. */
export function mayOpen(reader: SearchReader, story: Pick<StorySnapshot, 'provider' | 'status'>): boolean {
  if (!mayRead(reader, story.provider)) return false;
  return story.status === 'usable' || story.status === 'canceled' || reader.seesHeld;
}

/**
 * What a live stream tells a reader of a change: `story` = show it if the query matches; `mark` = a killed story,
 * told whatever the query is; `gone` = the story is no longer shown to this reader (held back, expired), told without
 * any of its copy; `nothing` otherwise. Held copy that was never shown is never spoken of.
 */
export type StreamSight = 'story' | 'mark' | 'gone' | 'nothing';

export function streamSight(changed: StoryChanged, reader: SearchReader, includeHeld: boolean): StreamSight {
  const { story, change } = changed;
  if (!mayRead(reader, story.provider)) return 'nothing';
  const showsHeld = includeHeld && reader.seesHeld;
  const isShown = (status: StoryStatus): boolean => status === 'usable' || status === 'canceled' || showsHeld;
  const wasShown = change.previousStatus !== null && isShown(change.previousStatus);
  if (change.cause === 'expired') return wasShown ? 'gone' : 'nothing';
  if (story.status === 'canceled') return 'mark';
  if (isShown(story.status)) return 'story';
  return wasShown ? 'gone' : 'nothing';
}
