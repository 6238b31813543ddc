import type { NinjsItem, StorySnapshot } from '#contracts';

/**
 * A row of `truth.stories` as snapshots are read from it. The body of a story is kept once, with the version that the
 * snapshot shows (`text_of`), so that a new revision does not write it again.
 */
export interface SnapshotRow {
  readonly story_id: string;
  readonly snapshot: StorySnapshot;
  readonly is_whole: boolean;
  readonly bodies: NinjsItem['bodies'] | null;
  readonly plain: string | null;
}

/** The columns of SnapshotRow, and the tables that they come from. */
export const snapshotColumns = `story.story_id, story.snapshot, story.text_of is null as is_whole,
  version.dispatch -> 'item' -> 'bodies' as bodies, version.dispatch -> 'text' ->> 'plain' as plain`;
export const snapshotTables = `truth.stories as story
  left join truth.versions as version on version.story_id = story.story_id and version.content_hash = story.text_of`;

/** The whole snapshot; without text when its version is no longer kept. */
export function snapshotOfRow({ snapshot, is_whole: isWhole, bodies, plain }: SnapshotRow): StorySnapshot {
  if (isWhole) return snapshot;
  const item = bodies === null ? snapshot.item : { ...snapshot.item, bodies };
  return { ...snapshot, item, text: { ...snapshot.text, plain: plain ?? '' } };
}

/** What is stored of a snapshot whose body stands with its version. */
export function withoutBody(snapshot: StorySnapshot): object {
  const { bodies: _bodies, ...item } = snapshot.item;
  const { plain: _plain, ...text } = snapshot.text;
  return { ...snapshot, item, text };
}
