import type { Filing, StorySnapshot } from '#contracts';
import type {
  ClusterRecord,
  FoundStory,
  IndexOutcome,
  RecordOutcome,
  RelatedStory,
  Removal,
  SearchCapabilities,
  SearchHealth,
  SearchReader,
  SearchRequest,
  SearchResult,
} from './search-types.js';

/**
 * A search engine as the services see it; inject it by this class. What every engine must do is held by
 * `searchEngineContract`. Rights come first: a reader never learns, by hits, counts, facets or ids, of copy that it
 * may not see. An engine that is away makes every method reject with an error of code `search_unavailable`:
 * RetriableError while writing, ProblemError while reading.
 */
export abstract class SearchEngine {
  abstract capabilities(): SearchCapabilities;

  /**
   * Writes current snapshots, each unless the index holds its revision or a newer one. One outcome per document, in
   * order; a document that is refused leaves the others in. Killed copy is emptied whatever the snapshot holds.
   */
  abstract index(stories: readonly StorySnapshot[]): Promise<IndexOutcome[]>;

  /** Takes stories out for good: expired by retention, tombstoned. Older revisions cannot bring them back. */
  abstract remove(removals: readonly Removal[]): Promise<void>;

  /**
   * Writes filings, in any order and any number of times; those of killed and removed stories without their words. One
   * outcome per filing, in order: `not_kept` by an engine that keeps none.
   */
  abstract indexFilings(filings: readonly Filing[]): Promise<RecordOutcome[]>;

  /** Writes clusters, each unless the index holds its revision or a newer one; `not_kept` by an engine that keeps none. */
  abstract indexClusters(clusters: readonly ClusterRecord[]): Promise<RecordOutcome[]>;

  /**
   * Throws ProblemError `cursor_invalid` for a cursor that is not of this question, and `unsupported_by_engine` for
   * a view that this engine does not have.
   */
  abstract search(request: SearchRequest, reader: SearchReader): Promise<SearchResult>;

  /** The story as this reader may see it, or undefined: unknown, removed, held back, or another's copy. */
  abstract get(storyId: string, reader: SearchReader): Promise<StorySnapshot | undefined>;

  /** Usable stories that have to do with a story that the reader may see, the nearest first; without its own text's killed copies. */
  abstract related(storyId: string, reader: SearchReader, limit: number): Promise<RelatedStory[]>;

  /** Which of these stories a search finds now, with what it finds; for services, which have every right. */
  abstract found(storyIds: readonly string[]): Promise<ReadonlyMap<string, FoundStory>>;

  abstract health(): Promise<SearchHealth>;
}
