import type { Client, estypes } from '@elastic/elasticsearch';

type SearchResponse = estypes.SearchResponse;

/** Revisions of stories as the index holds them, found by a search or not yet; taken-out stories count. */
export async function storedRevisions(
  client: Client,
  index: string,
  storyIds: readonly string[],
): Promise<Map<string, number>> {
  if (storyIds.length === 0) return new Map();
  const { docs } = await client.mget({ index, ids: [...storyIds], _source: false });
  return new Map(
    docs.flatMap((doc): [string, number][] =>
      '_version' in doc && doc._version !== undefined ? [[doc._id, doc._version]] : [],
    ),
  );
}

/** Ids of the stories that a search may find, page by page in their order. */
export async function* storedIds(client: Client, index: string, pageSize: number): AsyncGenerator<string[]> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const { hits }: SearchResponse = await client.search({
      index,
      size: pageSize,
      query: { bool: { must_not: [{ term: { status: 'removed' } }] } },
      sort: [{ storyId: 'asc' }],
      search_after: [after],
      _source: false,
      track_total_hits: false,
      allow_partial_search_results: false,
    });
    const ids: string[] = hits.hits.map((hit) => String(hit.sort?.[0]));
    if (ids.length > 0) yield ids;
    after = ids.length < pageSize ? undefined : ids.at(-1);
  }
}
