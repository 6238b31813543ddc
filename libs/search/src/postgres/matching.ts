import type { QueryNode } from '#query';
import type { SearchReader, SearchRequest } from '../search-types.js';
import { asksForStatus, searchedStatuses } from '../visibility.js';
import { languageCondition, queryCondition, type Condition, type Parameters } from './condition.js';

/**
 * Which documents answer a request, for a row of any alias: rights, statuses, filters, words. In the view of groups,
 * copy whose original was killed never stands for its text.
 */
export function matching(
  request: SearchRequest,
  reader: SearchReader,
  parameters: Parameters,
  openedAt: string | undefined,
): Condition {
  const { filters, query, view } = request;
  const statuses = searchedStatuses(
    { statuses: filters.status ?? [], byQuery: asksForStatus(query), includeHeld: request.includeHeld },
    reader,
  );
  const rights = reader.providers === '*' ? undefined : reader.providers;
  const conditions = [
    compare('status', '= any', statuses, 'text[]'),
    view === 'groups'
      ? () => (row: string) => `(not ${row}.original_killed or ${row}.status <> 'usable')`
      : undefined,
    rights && compare('provider', '= any', rights, 'text[]'),
    compareAny('provider', '= any', filters.provider, 'text[]'),
    compareAny('signal', '= any', filters.signal, 'text[]'),
    compareAny('urgency', '= any', filters.urgency, 'smallint[]'),
    compareAny('categories', '&&', filters.category, 'text[]'),
    compareAny('subjects', '&&', filters.subject, 'text[]'),
    compare('sort_at', '>=', filters.from, 'timestamptz'),
    compare('sort_at', '<', filters.to, 'timestamptz'),
    compare('first_indexed_at', '<=', openedAt, 'timestamptz'),
  ].flatMap((make) => make?.(parameters) ?? []);
  const { language } = filters;
  if (language !== undefined && language.length > 0) conditions.push(anyLanguage(language, parameters));
  const words = queryCondition(query, parameters);
  if (words) conditions.push(words);
  return (row) => conditions.map((holds) => holds(row)).join(' and ');
}

type MakeCondition = (parameters: Parameters) => Condition;

function compare(column: string, operator: string, value: unknown, type: string): MakeCondition | undefined {
  if (value === undefined) return undefined;
  return (parameters) => {
    const placeholder = parameters.add(value, type);
    return (row) => `${row}.${column} ${operator} (${placeholder})`;
  };
}

/** Like `compare`; a filter without values lets everything pass. */
function compareAny(
  column: string,
  operator: string,
  values: readonly unknown[] | undefined,
  type: string,
): MakeCondition | undefined {
  return compare(column, operator, values?.length === 0 ? undefined : values, type);
}

function anyLanguage(tags: readonly string[], parameters: Parameters): Condition {
  const each = tags.map((tag) => languageCondition(tag.toLowerCase().replaceAll('_', '-'), parameters));
  return (row) => `(${each.map((holds) => holds(row)).join(' or ')})`;
}

/**
 * Whether every answer holds one of the words of the query: then the index of words is the way to them. Else they are
 * so many that reading the newest first and looking at each is.
 */
export function needsWords(query: QueryNode): boolean {
  switch (query.kind) {
    case 'term':
    case 'prefix':
    case 'phrase':
      return true;
    case 'and':
      return query.nodes.some(needsWords);
    case 'or':
      return query.nodes.every(needsWords);
    default:
      return false;
  }
}
