import type { estypes } from '@elastic/elasticsearch';
import type { StorySnapshot } from '#contracts';
import type { Cursor } from '../cursor.js';
import type { SearchRequest } from '../search-types.js';
import { rankBy, type Condition } from './query-dsl.js';
import {
  allOf,
  firstValue,
  snapshotOnly,
  type StoryQuery,
  type StoryReader,
  type StoryResponse,
} from './stories.js';

/** A hit with the keys that it is sorted by. */
export interface PageHit {
  readonly story: StorySnapshot;
  readonly key: Cursor['key'];
}

export interface Page {
  readonly hits: readonly PageHit[];
  /** Whether more follow. */
  readonly hasMore: boolean;
  /** Stories that answer, copies included, up to one more than `countedAtMost`; 0 where the cursor knows it. */
  readonly found: number;
}

/** Counting stops here. */
export const countedAtMost = 10_000;
/** Copies that come before the shown one are read in vain: a few are expected, hundreds make the steps longer. */
const copiesExpected = 8;
const stepAtMost = 400;
/** The earliest of a text first: the order in which copy stands for it. */
export const earliestFirst: estypes.SortCombinations[] = [{ versionCreated: 'asc' }, { storyId: 'asc' }];

/**
 * One page of what answers. In the view of groups a text is one hit, its earliest copy that answers: stories are read
 * in the order asked for, and those of which an earlier copy answers as well are left out.
 */
export async function readPage(
  stories: StoryReader,
  request: SearchRequest,
  conditions: readonly Condition[],
  cursor: Cursor | undefined,
): Promise<Page> {
  const { limit, view } = request;
  const wanted = limit + 1;
  const shown: PageHit[] = [];
  let size = view === 'groups' ? wanted + copiesExpected : wanted;
  let after = cursor && afterKey(request, cursor.key);
  const isCounted = !cursor || request.facets.length > 0;
  let found: number | undefined;
  for (;;) {
    const answer = await stories.search({
      ...pageQuery(request, conditions),
      ...snapshotOnly,
      size,
      track_total_hits: isCounted && found === undefined ? countedAtMost + 1 : false,
      ...(after ? { search_after: after } : {}),
    });
    found ??= totalOf(answer);
    const { hits } = answer.hits;
    const first = view === 'groups' ? await earliestOf(stories, conditions, groupsOf(answer)) : undefined;
    for (const hit of hits) {
      const story = hit._source?.snapshot;
      if (!story || (first && first.get(story.groupId) !== story.storyId)) continue;
      shown.push({ story, key: keyOf(request, hit) });
    }
    after = hits.at(-1)?.sort;
    if (shown.length >= wanted || hits.length < size || after === undefined) break;
    size = Math.min(2 * size, stepAtMost);
  }
  return { hits: shown.slice(0, limit), hasMore: shown.length > limit, found };
}

function pageQuery(request: SearchRequest, conditions: readonly Condition[]): StoryQuery {
  const newest: estypes.SortCombinations[] = [{ sortAt: 'desc' }, { storyId: 'desc' }];
  switch (request.sort) {
    case 'new':
      return { query: allOf(conditions), sort: newest };
    case 'old':
      return { query: allOf(conditions), sort: [{ sortAt: 'asc' }, { storyId: 'asc' }] };
    case 'relevance':
      return {
        query: { bool: { filter: [...conditions], should: rankBy(request.query), minimum_should_match: 0 } },
        sort: [{ _score: { order: 'desc' } }, ...newest],
      };
  }
}

function keyOf({ sort }: SearchRequest, hit: StoryResponse['hits']['hits'][number]): Cursor['key'] {
  const values = hit.sort ?? [];
  const [sortAt, storyId] = sort === 'relevance' ? values.slice(1) : values;
  return {
    score: sort === 'relevance' ? Number(values[0]) : null,
    sortAt: new Date(Number(sortAt)).toISOString(),
    storyId: String(storyId),
  };
}

function afterKey({ sort }: SearchRequest, { score, sortAt, storyId }: Cursor['key']): estypes.SortResults {
  const place = [Date.parse(sortAt), storyId];
  return sort === 'relevance' ? [score ?? 0, ...place] : place;
}

function totalOf({ hits }: StoryResponse): number {
  return typeof hits.total === 'number' ? hits.total : (hits.total?.value ?? 0);
}

function groupsOf({ hits }: StoryResponse): string[] {
  return [...new Set(hits.hits.flatMap((hit) => hit._source?.snapshot?.groupId ?? []))];
}

/** The earliest story of each group that answers. */
async function earliestOf(
  stories: StoryReader,
  conditions: readonly Condition[],
  groups: readonly string[],
): Promise<Map<string, string>> {
  if (groups.length === 0) return new Map();
  const { hits } = await stories.search({
    query: allOf([...conditions, { terms: { groupId: [...groups] } }]),
    collapse: { field: 'groupId' },
    sort: earliestFirst,
    size: groups.length,
    _source: false,
    docvalue_fields: ['groupId'],
  });
  return new Map(hits.hits.map((hit) => [firstValue(hit, 'groupId'), hit._id ?? '']));
}
