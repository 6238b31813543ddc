import { mainHeadline, type StorySnapshot } from '#contracts';
import type { AlsoFrom, HitHighlight, SearchHit, SearchReader } from './search-types.js';
import { mayRead } from './visibility.js';

/**
 * A killed story without any of its copy: ids, times, headline and the kill's note stay, so that whoever holds it can
 * find it.
 */
export function emptied(story: StorySnapshot): StorySnapshot {
  const { uri, type, version, language, pubStatus, versionCreated, firstCreated } = story.item;
  const { headlines, edNote, altIds, standard } = story.item;
  const { byline: _byline, dateline: _dateline, ...editorial } = story.editorial;
  return {
    ...story,
    item: {
      uri,
      ...(type === undefined ? {} : { type }),
      ...(version === undefined ? {} : { version }),
      ...(language === undefined ? {} : { language }),
      ...(pubStatus === undefined ? {} : { pubStatus }),
      ...(versionCreated === undefined ? {} : { versionCreated }),
      ...(firstCreated === undefined ? {} : { firstCreated }),
      ...(headlines === undefined ? {} : { headlines }),
      ...(edNote === undefined ? {} : { edNote }),
      ...(altIds === undefined ? {} : { altIds }),
      ...(standard === undefined ? {} : { standard }),
    },
    editorial: { ...editorial, keywords: [] },
    text: { ...story.text, plain: '' },
  };
}

/** The story as a reader may see it: killed copy emptied, copies by providers outside its rights left out. */
export function forReader(story: StorySnapshot, reader: SearchReader): StorySnapshot {
  const shown = story.status === 'canceled' ? emptied(story) : story;
  return { ...shown, copies: shown.copies.filter((copy) => mayRead(reader, copy.provider)) };
}

/** A story as a line of a list. */
export function toHit(
  story: StorySnapshot,
  alsoFrom: readonly AlsoFrom[],
  highlight?: HitHighlight,
): SearchHit {
  return {
    storyId: story.storyId,
    groupId: story.groupId,
    clusterId: story.clusterId,
    revision: story.revision,
    status: story.status,
    statusReason: story.statusReason,
    originalKilled: story.originalKilled,
    signal: story.signal,
    corrected: story.corrected,
    provider: story.provider,
    feed: story.feed,
    language: story.text.language ?? story.item.language ?? null,
    alsoFrom,
    version: story.version,
    versionCount: story.versionCount,
    versionCreated: story.versionCreated,
    receivedAt: story.receivedAt,
    updatedAt: story.updatedAt,
    embargoedUntil: story.embargoedUntil,
    item: story.status === 'canceled' ? emptied(story).item : story.item,
    ...(highlight ? { highlight } : {}),
  };
}

/** The other readable copies that a story itself knows of, for where no index is asked. */
export function knownCopies(story: StorySnapshot, reader: SearchReader): AlsoFrom[] {
  return story.copies.filter((copy) => mayRead(reader, copy.provider) && copy.storyId !== story.storyId);
}

/** What a list shows as the title of a story: its headline, else its title or slugline. */
export function titleOf(story: StorySnapshot): string {
  return mainHeadline(story.item) ?? story.item.title ?? story.item.slugline ?? '';
}
