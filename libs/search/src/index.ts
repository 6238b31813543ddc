export { SearchEngine } from './search-engine.js';
export {
  facetNames,
  relations,
  searchSorts,
  searchViews,
  type AlsoFrom,
  type FacetCount,
  type FacetName,
  type HitHighlight,
  type IndexOutcome,
  type RelatedStory,
  type Relation,
  type Removal,
  type SearchCapabilities,
  type SearchFilters,
  type SearchHealth,
  type SearchHit,
  type SearchReader,
  type SearchRequest,
  type SearchResult,
  type SearchSort,
  type SearchView,
} from './search-types.js';
export { forReader, knownCopies, toHit } from './story-view.js';
export {
  asksForStatus,
  mayOpen,
  mayRead,
  searchedStatuses,
  streamSight,
  type StreamSight,
} from './visibility.js';
export { wordDiff, type DiffPart } from './word-diff.js';
export { PostgresSearchEngine } from './postgres/postgres-search-engine.js';
export { SearchEngineModule } from './search-engine.module.js';
