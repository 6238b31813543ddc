import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentReader, RequireScope, type Reader } from '#access';
import { zodQuery } from '#platform';
import { parseQuery, type QueryWarning } from '#query';
import { SearchEngine, type SearchFilters, type SearchResult } from '#search';
import { searchReader } from './search.reader.js';
import { periodEnd, periodStart, searchQuery, type SearchQuery } from './search.schema.js';

/** Search over the wire. */
@ApiTags('search')
@Controller('v1/search')
export class SearchController {
  constructor(@Inject(SearchEngine) private readonly engine: SearchEngine) {}

  @Get()
  @RequireScope('search:read')
  @ApiOperation({ summary: 'Search the wire; one hit per text unless another view is asked for' })
  async search(
    @Query(zodQuery(searchQuery)) query: SearchQuery,
    @CurrentReader() reader: Reader,
  ): Promise<SearchResult & { warnings: readonly QueryWarning[] }> {
    const { ast, warnings } = parseQuery(query.q, { zone: query.time_zone });
    const result = await this.engine.search(
      {
        query: ast,
        filters: filtersOf(query),
        view: query.view,
        sort: query.sort,
        limit: query.limit,
        cursor: query.cursor ?? null,
        facets: query.facets ?? [],
        highlight: query.highlight,
        includeHeld: query.includeHeld,
      },
      searchReader(reader),
    );
    return { ...result, warnings };
  }
}

function filtersOf(query: SearchQuery): SearchFilters {
  const { provider, language, status, signal, category, subject, urgency, from, to, time_zone } = query;
  return {
    ...(provider && { provider }),
    ...(language && { language }),
    ...(status && { status }),
    ...(signal && { signal }),
    ...(category && { category }),
    ...(subject && { subject }),
    ...(urgency && { urgency }),
    ...(from !== undefined && { from: periodStart(from, time_zone) }),
    ...(to !== undefined && { to: periodEnd(to, time_zone) }),
  };
}
