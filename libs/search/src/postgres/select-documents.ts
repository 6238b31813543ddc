import type { FacetName, SearchReader, SearchRequest } from '../search-types.js';
import { Parameters, rankQuery } from './condition.js';
import type { Cursor } from '../cursor.js';
import { matching, needsWords } from './matching.js';

export interface Statement {
  readonly sql: string;
  readonly values: unknown[];
}

/** Counting stops here: beyond, `totalRelation` is `gte`. */
export const countedAtMost = 10_000;
/** Relevance is worked out for this many of the newest hits: each one's words have to be read whole. */
const rankedAtMost = 2_000;
const facetValuesAtMost = 100;

/**
 * `with` clause that ends in a relation `shown`: the documents that the view shows, with what pages and counts need.
 * In the view of groups a text is shown once, by its earliest document that answers. With words to go by, those are
 * found first, once, and sorted out by group; without, the rows are read in the order that the caller wants, and
 * each is checked for an earlier one of its group.
 */
function shownDocuments(
  request: SearchRequest,
  reader: SearchReader,
  parameters: Parameters,
  openedAt: string | undefined,
): string {
  const matches = matching(request, reader, parameters, openedAt);
  const columns = (row: string) =>
    'story_id group_id version_created sort_at provider base_language status signal categories subjects urgency'
      .split(' ')
      .map((column) => `${row}.${column}`)
      .join(', ');
  if (needsWords(request.query)) {
    return `
      with hit as materialized (select ${columns('d')} from search.documents d where ${matches('d')}),
      shown as (${
        request.view === 'groups'
          ? 'select distinct on (group_id) * from hit order by group_id, version_created, story_id'
          : 'select * from hit'
      })`;
  }
  const isFirst = `
    and not exists (
      select from search.documents earlier
      where earlier.group_id = d.group_id
        and (earlier.version_created, earlier.story_id) < (d.version_created, d.story_id)
        and ${matches('earlier')})`;
  return `
      with shown as (
        select ${columns('d')} from search.documents d
        where ${matches('d')} ${request.view === 'groups' ? isFirst : ''}
      )`;
}

/**
 * One page of hits with their sort keys, one more than asked for so that the end is seen, and the moment at which the
 * database read it.
 */
export function pageStatement(
  request: SearchRequest,
  reader: SearchReader,
  cursor: Cursor | undefined,
): Statement {
  const parameters = new Parameters();
  const shown = shownDocuments(request, reader, parameters, cursor?.openedAt);
  const rank = request.sort === 'relevance' ? rankQuery(request.query) : undefined;
  const page =
    rank === undefined
      ? timePage(request, cursor, parameters)
      : rankedPage(rank, request, cursor, parameters);
  return {
    sql: `${shown}${page}
      select d.snapshot, page.sort_at, page.score,
        to_char(statement_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as opened_at
      from page join search.documents d using (story_id)
      order by page.place`,
    values: parameters.values,
  };
}

function timePage(request: SearchRequest, cursor: Cursor | undefined, parameters: Parameters): string {
  const order = request.sort === 'old' ? 'sort_at, story_id' : 'sort_at desc, story_id desc';
  const beyond = request.sort === 'old' ? '>' : '<';
  const after = cursor ? `where (sort_at, story_id) ${beyond} ${keyOf(cursor, parameters)}` : '';
  return `, page as materialized (
        select story_id, sort_at, null::real as score, row_number() over (order by ${order}) as place
        from (
          select story_id, sort_at from shown ${after} order by ${order}
          limit ${parameters.add(request.limit + 1, 'integer')}
        ) as rows
      )`;
}

function rankedPage(
  rank: string,
  request: SearchRequest,
  cursor: Cursor | undefined,
  parameters: Parameters,
): string {
  const order = 'score desc, sort_at desc, story_id desc';
  const score = cursor ? parameters.add(cursor.key.score ?? 0, 'real') : '';
  const after = cursor
    ? `where score < ${score} or (score = ${score} and (sort_at, story_id) < ${keyOf(cursor, parameters)})`
    : '';
  return `, newest as materialized (
        select story_id, sort_at from shown order by sort_at desc, story_id desc limit ${rankedAtMost}
      ), ranked as materialized (
        select story_id, sort_at,
          ts_rank_cd('{0.02, 0.1, 0.3, 1}', d.words, ${parameters.add(rank, 'tsquery')}, 1) as score
        from newest join search.documents d using (story_id, sort_at)
      ), page as materialized (
        select *, row_number() over (order by ${order}) as place
        from (
          select * from ranked ${after} order by ${order} limit ${parameters.add(request.limit + 1, 'integer')}
        ) as rows
      )`;
}

function keyOf({ key }: Cursor, parameters: Parameters): string {
  return `(${parameters.add(key.sortAt, 'timestamptz')}, ${parameters.add(key.storyId, 'uuid')})`;
}

const facetSources: Readonly<Record<FacetName, { value: string; from?: string }>> = {
  provider: { value: 'provider' },
  language: { value: 'base_language' },
  status: { value: 'status' },
  signal: { value: 'signal' },
  category: { value: 'category', from: ', unnest(categories) as category' },
  subject: { value: 'subject', from: ', unnest(subjects) as subject' },
  urgency: { value: 'urgency::text' },
  day: { value: `to_char(sort_at at time zone 'utc', 'YYYY-MM-DD')` },
};

/** How many hits there are, and the facets over them: rows of (facet, value, count), the total under facet null. */
export function countStatement(
  request: SearchRequest,
  reader: SearchReader,
  openedAt: string | undefined,
): Statement {
  const parameters = new Parameters();
  const shown = shownDocuments(request, reader, parameters, openedAt);
  if (request.facets.length === 0) {
    return {
      sql: `${shown}
      select null as facet, null as value, count(*) from (select from shown limit ${countedAtMost + 1}) as found`,
      values: parameters.values,
    };
  }
  const facets = request.facets.map((name) => {
    const { value, from } = facetSources[name];
    return `
      union all (
        select '${name}', ${value}, count(*) from counted ${from ?? ''}
        where ${value} is not null group by 2 order by 3 desc, 2 limit ${facetValuesAtMost})`;
  });
  return {
    sql: `${shown}, found as materialized (
        select *, row_number() over (order by sort_at desc, story_id desc) as place
        from (select * from shown order by sort_at desc, story_id desc limit ${countedAtMost + 1}) as rows
      ), counted as (select * from found where place <= ${countedAtMost})
      select null as facet, null as value, count(*) from found ${facets.join('')}`,
    values: parameters.values,
  };
}
