import { searchParams, type QueryState } from '../lib/query-state.js';
import type { WirePage } from '../lib/wire-list.js';
import { getJson } from './client.js';
import { decodePage } from './decode.js';

const pageSize = 50;
const facets = 'provider,language,status,signal';

/**
 * One page of the wire. Facets come with the first page only: they say the same on every page. `now` is the moment
 * of the first page on all pages, because a cursor belongs to one question and "the last 24 hours" must not move.
 */
export async function searchWire(
  state: QueryState,
  zone: string,
  now: number,
  options: { cursor?: string | null; signal?: AbortSignal } = {},
): Promise<WirePage> {
  const params = searchParams(state, now, zone);
  params.set('sort', state.sort);
  params.set('limit', String(pageSize));
  params.set('view', 'groups');
  if (params.has('q')) params.set('highlight', 'true');
  if (options.cursor) params.set('cursor', options.cursor);
  else params.set('facets', facets);
  return decodePage(await getJson(`/v1/search?${params.toString()}`, options.signal));
}
