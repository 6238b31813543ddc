export { SearchEngine } from './search-engine.js';
export {
  facetNames,
  relations,
  searchSorts,
  searchViews,
  type AlsoFrom,
  type ClusterRecord,
  type FacetCount,
  type FacetName,
  type FoundStory,
  type HitHighlight,
  type IndexOutcome,
  type RecordOutcome,
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
export { ElasticsearchEngine } from './elasticsearch/elasticsearch-engine.js';
export type { ElasticsearchOptions } from './elasticsearch/client.js';
export type { Rebuild } from './elasticsearch/rebuild.js';
export { SearchBackendModule, SearchEngineModule } from './search-engine.module.js';
