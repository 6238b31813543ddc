import type { StorySnapshot } from '#contracts';
import type { EngineUnderTest } from './engine-under-test.js';
import type { SearchReader, SearchRequest, SearchResult } from '../search-types.js';
import { aRequest, everything } from '../story.fixture.js';

/** Indexes and waits until it is found. */
export async function put({ engine, settle }: EngineUnderTest, ...stories: StorySnapshot[]): Promise<void> {
  await engine.index(stories);
  await settle();
}

export function ask(
  { engine }: EngineUnderTest,
  request: Partial<SearchRequest> & { q?: string } = {},
  reader: SearchReader = everything,
): Promise<SearchResult> {
  return engine.search(aRequest(request), reader);
}

/** The headlines of the hits, in order: tests read better with them than with ids. */
export async function headlines(
  test: EngineUnderTest,
  request: Partial<SearchRequest> & { q?: string } = {},
  reader: SearchReader = everything,
): Promise<string[]> {
  return headlinesOf(await ask(test, request, reader));
}

export function headlinesOf(result: SearchResult): string[] {
  return result.hits.map((hit) => hit.item.headlines?.[0]?.value ?? '');
}
