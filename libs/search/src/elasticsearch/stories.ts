import type { Client, estypes } from '@elastic/elasticsearch';
import { storyStatuses, type StorySnapshot } from '#contracts';
import type { FoundStory } from '../search-types.js';
import type { Condition } from './query-dsl.js';
import type { StoredStory } from './story-document.js';

export type StoryQuery = Omit<estypes.SearchRequest, 'index'>;
export type StoryResponse = estypes.SearchResponse<StoredStory, Record<string, Aggregate>>;

/** The parts of an aggregation's answer that are read here. */
export interface Aggregate {
  readonly value?: number | null;
  readonly buckets?: readonly { readonly key: string | number; readonly doc_count: number }[];
}

export const snapshotOnly: Pick<StoryQuery, '_source'> = { _source: ['snapshot'] };

/** Asks the stories through their alias; half an answer is none. */
export class StoryReader {
  constructor(
    private readonly client: Client,
    private readonly index: string,
  ) {}

  search(query: StoryQuery): Promise<StoryResponse> {
    return this.client.search<StoredStory, Record<string, Aggregate>>({
      index: this.index,
      allow_partial_search_results: false,
      track_total_hits: false,
      ...query,
    });
  }

  /** The newest state, also when it is not found by searching yet; undefined when unknown or taken out. */
  async get(storyId: string): Promise<StorySnapshot | undefined> {
    const { docs } = await this.client.mget<StoredStory>({
      index: this.index,
      ids: [storyId],
      _source_includes: ['snapshot'],
    });
    const [doc] = docs;
    return doc && '_source' in doc ? doc._source?.snapshot : undefined;
  }

  /** What a search finds of these stories; of those written since the last refresh it finds what was before. */
  async found(storyIds: readonly string[]): Promise<Map<string, FoundStory>> {
    if (storyIds.length === 0) return new Map();
    const { hits } = await this.search({
      query: allOf([{ ids: { values: [...storyIds] } }, { terms: { status: [...storyStatuses] } }]),
      size: storyIds.length,
      version: true,
      _source: false,
      docvalue_fields: ['status'],
    });
    return new Map(
      hits.hits.map((hit) => [
        hit._id ?? '',
        { revision: hit._version ?? 0, status: firstValue(hit, 'status') as FoundStory['status'] },
      ]),
    );
  }
}

export function allOf(conditions: readonly Condition[]): Condition {
  return { bool: { filter: [...conditions] } };
}

/** The values of a hit's field that was asked for by `docvalue_fields`. */
export function fieldValues(hit: estypes.SearchHit<StoredStory>, field: string): string[] {
  const values: unknown = hit.fields?.[field];
  return Array.isArray(values) ? values.map(String) : [];
}

export function firstValue(hit: estypes.SearchHit<StoredStory>, field: string): string {
  return fieldValues(hit, field)[0] ?? '';
}
