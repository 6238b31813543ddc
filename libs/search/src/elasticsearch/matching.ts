import type { SearchReader, SearchRequest } from '../search-types.js';
import { asksForStatus, searchedStatuses } from '../visibility.js';
import { anyOf, toCondition, within, type Condition } from './query-dsl.js';

/**
 * What a story must fulfil to answer a request: rights, statuses, filters, words. In the view of groups, copy whose
 * original was killed never stands for its text. `openedAt` (ISO) leaves out what came into the index later.
 */
export function matching(
  request: SearchRequest,
  reader: SearchReader,
  openedAt: string | undefined,
): Condition[] {
  const { filters, query, view } = request;
  const statuses = searchedStatuses(
    { statuses: filters.status ?? [], byQuery: asksForStatus(query), includeHeld: request.includeHeld },
    reader,
  );
  const conditions: Condition[] = [
    { terms: { status: statuses } },
    ...inRights(reader),
    ...someOf('provider', filters.provider),
    ...someOf('signal', filters.signal),
    ...someOf('urgency', filters.urgency),
    ...someOf('categories', filters.category),
    ...someOf('subjects', filters.subject),
    ...someOf(
      'languages',
      filters.language?.map((tag) => tag.toLowerCase().replaceAll('_', '-')),
    ),
  ];
  if (view === 'groups') conditions.push(anyOf([{ term: { originalKilled: false } }, notUsable]));
  if (filters.from !== undefined || filters.to !== undefined) {
    conditions.push(within('sortAt', filters.from, filters.to));
  }
  if (openedAt !== undefined) conditions.push({ range: { indexedAt: { lte: Date.parse(openedAt) } } });
  if (query.kind !== 'all') conditions.push(toCondition(query));
  return conditions;
}

const notUsable: Condition = { bool: { must_not: [{ term: { status: 'usable' } }] } };

/** That a story is of a provider that the reader has rights to. */
export function inRights(reader: SearchReader): Condition[] {
  return reader.providers === '*' ? [] : [{ terms: { provider: [...reader.providers] } }];
}

/** Usable copy within a reader's rights. */
export function openTo(reader: SearchReader): Condition[] {
  return [{ term: { status: 'usable' } }, ...inRights(reader)];
}

/** A filter without values lets everything pass. */
function someOf(field: string, values: readonly (string | number)[] | undefined): Condition[] {
  return values === undefined || values.length === 0 ? [] : [{ terms: { [field]: [...values] } }];
}
