import type { StorySnapshot } from '#contracts';
import { foldCode, storyCodes, storyNumber, storyTexts } from '#query';
import { emptied } from '../story-view.js';
import { searchVector } from './search-vector.js';

/** A row of search.documents as it is written; `words` and `snapshot` in their text forms. */
export interface DocumentRow {
  readonly storyId: string;
  readonly revision: number;
  readonly status: string;
  readonly groupId: string;
  readonly clusterId: string | null;
  readonly originalKilled: boolean;
  readonly provider: string;
  readonly feed: string;
  readonly language: string | null;
  readonly baseLanguage: string | null;
  readonly signal: string;
  readonly version: string | null;
  readonly versionNumber: number | null;
  readonly urgency: number | null;
  readonly wordCount: number | null;
  readonly categories: readonly string[];
  readonly subjects: readonly string[];
  readonly itemUri: string;
  readonly versionCreated: string;
  readonly receivedAt: string;
  readonly sortAt: string;
  readonly words: string;
  readonly snapshot: string;
}

/** Longer codes are no values to filter or count by; they stay in the snapshot. */
const codeUnitsAtMost = 200;
const facetValuesAtMost = 100;

/** What the index holds of a story. Killed copy is emptied here, so that it leaves the words as well. */
export function documentRow(snapshot: StorySnapshot): DocumentRow {
  const story = snapshot.status === 'canceled' ? emptied(snapshot) : snapshot;
  const versionCreated = milliseconds(story.versionCreated);
  const receivedAt = milliseconds(story.receivedAt);
  return {
    storyId: story.storyId,
    revision: story.revision,
    status: story.status,
    groupId: story.groupId,
    clusterId: story.clusterId,
    originalKilled: story.originalKilled,
    provider: story.provider,
    feed: story.feed,
    language: short(storyCodes(story, 'language')[0]),
    baseLanguage: short(storyCodes(story, 'language').at(-1)),
    signal: story.signal,
    version: short(story.version === null ? undefined : foldCode(story.version)),
    versionNumber: storyNumber(story, 'version') ?? null,
    urgency: storyNumber(story, 'urgency') ?? null,
    wordCount: storyNumber(story, 'wordcount') ?? null,
    categories: facetValues(storyTexts(story, 'category')),
    subjects: facetValues(
      (story.item.subjects ?? []).map((subject) => subject.name ?? subject.literal ?? ''),
    ),
    itemUri: story.item.uri,
    versionCreated,
    receivedAt,
    sortAt: versionCreated < receivedAt ? versionCreated : receivedAt,
    words: searchVector(story),
    snapshot: JSON.stringify(story),
  };
}

/** The forms with milliseconds and Z compare as text, and survive the way through a cursor. */
function milliseconds(instant: string): string {
  return new Date(instant).toISOString();
}

function short(code: string | undefined): string | null {
  return code === undefined || code.length > codeUnitsAtMost ? null : code;
}

function facetValues(values: readonly string[]): string[] {
  const kept = values.filter((value) => value !== '' && value.length <= codeUnitsAtMost);
  return [...new Set(kept)].slice(0, facetValuesAtMost);
}
