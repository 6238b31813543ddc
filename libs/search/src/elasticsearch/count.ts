import type { FacetCount, FacetName, SearchRequest, SearchResult } from '../search-types.js';
import { countedAtMost, earliestFirst } from './page.js';
import type { Condition } from './query-dsl.js';
import { allOf, fieldValues, type Aggregate, type StoryReader, type StoryResponse } from './stories.js';

export type Count = Pick<SearchResult, 'total' | 'totalRelation' | 'facets'>;

const facetFields: Readonly<Record<FacetName, string>> = {
  provider: 'provider',
  language: 'baseLanguage',
  status: 'status',
  signal: 'signal',
  category: 'categories',
  subject: 'subjects',
  urgency: 'urgency',
  day: 'day',
};
const facetValuesAtMost = 100;
/** More are fetched than shown, since counts of two kinds are added up. */
const facetValuesRead = 1_000;

/**
 * How many hits there are, and the facets over them. Of more than `countedAtMost` stories that answer, the newest so
 * many are counted. In the view of groups: texts of which a single story answers are counted by Elasticsearch; of the
 * others, which are few, the earliest copies are fetched and added.
 */
export async function countHits(
  stories: StoryReader,
  request: SearchRequest,
  conditions: readonly Condition[],
  found: number,
): Promise<Count> {
  const isCut = found > countedAtMost;
  const counted = isCut ? [...conditions, await newestOnly(stories, conditions)] : conditions;
  const totalRelation = isCut ? 'gte' : 'eq';
  if (request.view !== 'groups') {
    const facets = await countFacets(stories, request.facets, counted, undefined);
    return { total: Math.min(found, countedAtMost), totalRelation, facets };
  }
  const { total, repeated } = await countTexts(stories, counted);
  return {
    total: Math.min(total, countedAtMost),
    totalRelation,
    facets: await countFacets(stories, request.facets, counted, repeated),
  };
}

/** The condition that holds for the newest stories that answer, as many as are counted. */
async function newestOnly(stories: StoryReader, conditions: readonly Condition[]): Promise<Condition> {
  const { hits } = await stories.search({
    query: allOf(conditions),
    sort: [{ sortAt: 'desc' }, { storyId: 'desc' }],
    from: countedAtMost - 1,
    size: 1,
    _source: false,
  });
  const last = hits.hits[0]?.sort?.[0];
  return last === undefined ? { match_all: {} } : { range: { sortAt: { gte: Number(last) } } };
}

/** The number of texts, and the groups of which more than one story answers. */
async function countTexts(
  stories: StoryReader,
  conditions: readonly Condition[],
): Promise<{ total: number; repeated: string[] }> {
  const { hits, aggregations } = await stories.search({
    query: allOf(conditions),
    size: 0,
    track_total_hits: true,
    aggs: {
      repeated: {
        terms: { field: 'groupId', min_doc_count: 2, size: countedAtMost, execution_hint: 'map' },
      },
    },
  });
  const buckets = bucketsOf(aggregations?.['repeated']);
  const copies = buckets.reduce((sum, bucket) => sum + bucket.doc_count - 1, 0);
  const found = typeof hits.total === 'number' ? hits.total : (hits.total?.value ?? 0);
  return { total: found - copies, repeated: buckets.map(({ key }) => String(key)) };
}

async function countFacets(
  stories: StoryReader,
  names: readonly FacetName[],
  conditions: readonly Condition[],
  repeated: readonly string[] | undefined,
): Promise<Partial<Record<FacetName, FacetCount[]>>> {
  if (names.length === 0) return {};
  const groups = repeated === undefined || repeated.length === 0 ? undefined : [...repeated];
  const [single, shown] = await Promise.all([
    stories.search({
      query: {
        bool: {
          filter: [...conditions],
          ...(groups ? { must_not: [{ terms: { groupId: groups } }] } : {}),
        },
      },
      size: 0,
      aggs: Object.fromEntries(
        names.map((name) => [name, { terms: { field: facetFields[name], size: facetValuesRead } }]),
      ),
    }),
    groups ? shownCopies(stories, names, conditions, groups) : undefined,
  ]);
  return Object.fromEntries(
    names.map((name) => {
      const counts = new Map<string, number>();
      const add = (value: string, count: number): void => {
        counts.set(value, (counts.get(value) ?? 0) + count);
      };
      for (const { key, doc_count } of bucketsOf(single.aggregations?.[name])) add(String(key), doc_count);
      for (const hit of shown?.hits.hits ?? []) {
        for (const value of fieldValues(hit, facetFields[name])) add(value, 1);
      }
      return [name, mostCounted(counts)];
    }),
  );
}

function shownCopies(
  stories: StoryReader,
  names: readonly FacetName[],
  conditions: readonly Condition[],
  groups: string[],
): Promise<StoryResponse> {
  return stories.search({
    query: allOf([...conditions, { terms: { groupId: groups } }]),
    collapse: { field: 'groupId' },
    sort: earliestFirst,
    size: groups.length,
    _source: false,
    docvalue_fields: names.map((name) => facetFields[name]),
  });
}

function mostCounted(counts: ReadonlyMap<string, number>): FacetCount[] {
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
    .slice(0, facetValuesAtMost);
}

function bucketsOf(aggregate: Aggregate | undefined): readonly { key: string | number; doc_count: number }[] {
  return aggregate?.buckets ?? [];
}
