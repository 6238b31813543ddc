import type { StorySnapshot } from '#contracts';
import type { RelatedStory, Relation, SearchReader } from '../search-types.js';
import { forReader, knownCopies, toHit } from '../story-view.js';
import { sharedAtLeast, sharedWords, titleWords } from '../title-words.js';
import { openTo } from './matching.js';
import { earliestFirst } from './page.js';
import { within, type Condition } from './query-dsl.js';
import { snapshotOnly, type StoryReader } from './stories.js';

/** Stories about the same thing come within days. */
const daysAround = 4;
const dayMs = 86_400_000;
const wordsAtMost = 20;
const candidatesAtMost = 50;

interface Candidate {
  readonly relation: Relation;
  readonly story: StorySnapshot;
}

/** Stories of the same text, linked ones, ones of the same event and ones with a similar title; each once. */
export async function findRelated(
  stories: StoryReader,
  story: StorySnapshot,
  reader: SearchReader,
  limit: number,
): Promise<RelatedStory[]> {
  const linked = (story.item.associations ?? []).map((association) => association.uri);
  const found = await Promise.all([
    certain(stories, 'same_text', { term: { groupId: story.groupId } }, story, reader, limit),
    certain(stories, 'linked', { terms: { itemUri: linked } }, story, reader, limit),
    story.clusterId === null
      ? []
      : certain(stories, 'same_event', { term: { clusterId: story.clusterId } }, story, reader, limit),
    story.status === 'usable' ? similarTitles(stories, story, reader) : [],
  ]);
  const strongest = new Map<string, Candidate>();
  for (const candidate of found.flat()) {
    if (!strongest.has(candidate.story.storyId)) strongest.set(candidate.story.storyId, candidate);
  }
  return [...strongest.values()].slice(0, limit).map(({ relation, story }) => {
    const shown = forReader(story, reader);
    return { relation, story: toHit(shown, knownCopies(shown, reader)) };
  });
}

async function certain(
  stories: StoryReader,
  relation: Relation,
  condition: Condition,
  story: StorySnapshot,
  reader: SearchReader,
  limit: number,
): Promise<Candidate[]> {
  const { hits } = await stories.search({
    query: {
      bool: { filter: [...openTo(reader), condition], must_not: [{ ids: { values: [story.storyId] } }] },
    },
    sort: earliestFirst,
    size: limit,
    ...snapshotOnly,
  });
  return hits.hits.flatMap((hit) => (hit._source?.snapshot ? { relation, story: hit._source.snapshot } : []));
}

async function similarTitles(
  stories: StoryReader,
  story: StorySnapshot,
  reader: SearchReader,
): Promise<Candidate[]> {
  const words = titleWords(story);
  if (words.size < 2) return [];
  const at = Date.parse(story.versionCreated);
  const around = (days: number): string => new Date(at + days * dayMs).toISOString();
  const { hits } = await stories.search({
    query: {
      bool: {
        filter: [
          ...openTo(reader),
          { term: { originalKilled: false } },
          within('sortAt', around(-daysAround), around(daysAround)),
        ],
        must_not: [{ term: { groupId: story.groupId } }],
        should: [...words]
          .slice(0, wordsAtMost)
          .map((word) => ({ constant_score: { filter: { term: { 'stems.headline': word } } } })),
        minimum_should_match: 2,
      },
    },
    sort: [{ _score: { order: 'desc' } }, { sortAt: 'desc' }],
    size: candidatesAtMost,
    ...snapshotOnly,
  });
  return hits.hits
    .flatMap((hit) => hit._source?.snapshot ?? [])
    .map((other) => ({ story: other, share: sharedWords(words, titleWords(other)) }))
    .filter(({ share }) => share >= sharedAtLeast)
    .sort((one, other) => other.share - one.share)
    .map(({ story }) => ({ relation: 'similar_title', story }));
}
