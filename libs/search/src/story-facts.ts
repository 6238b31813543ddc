import type { StorySnapshot } from '#contracts';
import { foldCode, storyCodes, storyNumber, storyTexts } from '#query';

/** What every engine filters, counts and sorts a story by; instants are ISO 8601 in UTC with milliseconds. */
export interface StoryFacts {
  readonly storyId: string;
  readonly revision: number;
  readonly status: string;
  readonly groupId: string;
  readonly clusterId: string | null;
  readonly originalKilled: boolean;
  readonly provider: string;
  readonly feed: string;
  /** Lower-case tag of the text's language. */
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
  /** The version's time, but never later than the story was received. */
  readonly sortAt: string;
}

/** Longer codes are no values to filter or count by; they stay in the snapshot. */
const codeUnitsAtMost = 200;
const facetValuesAtMost = 100;

export function storyFacts(story: StorySnapshot): StoryFacts {
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
