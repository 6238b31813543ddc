import type { Client } from '@elastic/elasticsearch';
import { ProblemError, type Filing, type StorySnapshot } from '#contracts';
import { questionOf, readCursor, writeCursor, type Cursor } from '../cursor.js';
import { highlightsOf } from '../highlights.js';
import { SearchEngine } from '../search-engine.js';
import type {
  ClusterRecord,
  FoundStory,
  IndexOutcome,
  RecordOutcome,
  RelatedStory,
  Removal,
  SearchCapabilities,
  SearchHealth,
  SearchHit,
  SearchReader,
  SearchRequest,
  SearchResult,
} from '../search-types.js';
import { forReader, toHit } from '../story-view.js';
import { mayOpen } from '../visibility.js';
import type { BackOff } from './bulk.js';
import { checkedPrefix, createClient, type ElasticsearchOptions } from './client.js';
import { countHits, type Count } from './count.js';
import { reading, writing } from './faults.js';
import { IndexNames } from './index-names.js';
import { IndexSet } from './index-set.js';
import { matching } from './matching.js';
import { alsoFrom } from './members.js';
import { readPage, type Page, type PageHit } from './page.js';
import { abandonRebuild, beginRebuild, finishRebuild, type Rebuild } from './rebuild.js';
import { RecordWriter } from './records.js';
import { findRelated } from './related.js';
import { storedIds, storedRevisions } from './stored.js';
import { StoryReader } from './stories.js';
import { StoryWriter } from './write-stories.js';

export interface EngineTuning {
  /** How long writes are tried while Elasticsearch is too busy. */
  readonly backOff?: BackOff;
  /** How long a writer goes on before it looks for a rebuild; the same in all processes of one prefix. */
  readonly targetsKnownForMs?: number;
}

/**
 * Search in Elasticsearch 9. A document is found by the refresh after it was written, within a second or so; by its
 * id it is found at once. Indices are made when they are first needed.
 */
export class ElasticsearchEngine extends SearchEngine {
  private readonly client: Client;
  private readonly indices: IndexSet;
  private readonly writer: StoryWriter;
  private readonly records: RecordWriter;
  private readonly stories: StoryReader;

  /** Throws ConfigError `index_prefix_invalid`. */
  constructor(options: ElasticsearchOptions, { backOff, targetsKnownForMs }: EngineTuning = {}) {
    super();
    const names = new IndexNames(checkedPrefix(options.prefix));
    this.client = createClient(options);
    this.indices = new IndexSet(this.client, names, targetsKnownForMs);
    this.writer = new StoryWriter(this.client, this.indices, backOff);
    this.records = new RecordWriter(this.client, this.indices);
    this.stories = new StoryReader(this.client, names.alias('stories'));
  }

  override capabilities(): SearchCapabilities {
    return {
      words: true,
      phrases: true,
      boolean: true,
      filters: true,
      facets: true,
      highlights: true,
      cursor: true,
      rights: true,
      freshness: 'refresh',
      views: ['groups', 'stories'],
    };
  }

  override index(stories: readonly StorySnapshot[]): Promise<IndexOutcome[]> {
    return writing(async () => {
      const outcomes = await this.writer.index(stories);
      // also when the kill was known before: the process may have died between the two
      await this.records.emptyFilings(
        stories.filter(({ status }) => status === 'canceled').map(({ storyId }) => storyId),
      );
      return outcomes;
    });
  }

  override remove(removals: readonly Removal[]): Promise<void> {
    return writing(async () => {
      await this.writer.remove(removals);
      await this.records.emptyFilings(removals.map(({ storyId }) => storyId));
    });
  }

  override indexFilings(filings: readonly Filing[]): Promise<RecordOutcome[]> {
    return writing(() => this.records.indexFilings(filings));
  }

  override indexClusters(clusters: readonly ClusterRecord[]): Promise<RecordOutcome[]> {
    return writing(() => this.records.indexClusters(clusters));
  }

  override async search(request: SearchRequest, reader: SearchReader): Promise<SearchResult> {
    if (!this.capabilities().views.includes(request.view)) {
      throw new ProblemError('unsupported_by_engine', `The view "${request.view}" is not searched yet.`);
    }
    const began = performance.now();
    const question = questionOf(request, reader);
    const cursor = request.cursor === null ? undefined : readCursor(request.cursor, question);
    const found = await reading(() => this.find(request, reader, cursor));
    const last = found.page.hits.at(-1);
    return {
      ...found.count,
      hits: found.hits,
      cursor:
        last && found.page.hasMore
          ? writeCursor({ ...found.count, key: last.key, openedAt: found.openedAt }, question)
          : null,
      took: Math.round(performance.now() - began),
    };
  }

  override get(storyId: string, reader: SearchReader): Promise<StorySnapshot | undefined> {
    return reading(async () => {
      await this.indices.ready();
      const story = await this.stories.get(storyId);
      return story && mayOpen(reader, story) ? forReader(story, reader) : undefined;
    });
  }

  override async related(storyId: string, reader: SearchReader, limit: number): Promise<RelatedStory[]> {
    const story = await this.get(storyId, reader);
    return story ? reading(() => findRelated(this.stories, story, reader, limit)) : [];
  }

  override found(storyIds: readonly string[]): Promise<ReadonlyMap<string, FoundStory>> {
    return reading(async () => {
      await this.indices.ready();
      return this.stories.found(storyIds);
    });
  }

  override async health(): Promise<SearchHealth> {
    try {
      const mismatch = await this.indices.ready();
      const index = this.indices.names.alias('stories');
      const [{ status }, { count }] = await Promise.all([
        this.client.cluster.health({ index, timeout: '2s' }),
        this.client.count({ index }),
      ]);
      const isRed = status === 'red';
      return { ok: !isRed, documents: count, detail: isRed ? 'the index of the stories is red' : mismatch };
    } catch (error) {
      return { ok: false, documents: 0, detail: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Begins the next generation of the index; fill it with `writeRebuild` from the truth, then `finishRebuild`. */
  beginRebuild(): Promise<Rebuild> {
    return writing(() => beginRebuild(this.client, this.indices));
  }

  /** Writes current snapshots into the new generation; what a live writer wrote there meanwhile is `older` or stays. */
  writeRebuild(rebuild: Rebuild, stories: readonly StorySnapshot[]): Promise<IndexOutcome[]> {
    return writing(() => this.writer.fill(rebuild.index, stories));
  }

  /** Shows the new generation to readers and deletes the one before. */
  finishRebuild(rebuild: Rebuild): Promise<void> {
    return writing(() => finishRebuild(this.client, this.indices, rebuild));
  }

  /** Gives a rebuild up, also one whose process died. */
  abandonRebuild(): Promise<void> {
    return writing(() => abandonRebuild(this.client, this.indices));
  }

  /** Revisions of stories as the index holds them, also before a search finds them; taken-out stories count. */
  storedRevisions(storyIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return writing(async () => {
      await this.indices.ready();
      return storedRevisions(this.client, this.indices.names.alias('stories'), storyIds);
    });
  }

  /** Ids of the stories that a search may find, page by page in their order. */
  async *storedIds(pageSize: number): AsyncGenerator<string[]> {
    await writing(() => this.indices.ready());
    yield* storedIds(this.client, this.indices.names.alias('stories'), pageSize);
  }

  /** Makes all that was written findable, without waiting for the next refresh. */
  async refresh(): Promise<void> {
    await this.client.indices.refresh({ index: this.indices.names.alias('stories') });
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private async find(
    request: SearchRequest,
    reader: SearchReader,
    cursor: Cursor | undefined,
  ): Promise<{ page: Page; hits: SearchHit[]; count: Count; openedAt: string }> {
    await this.indices.ready();
    const conditions = matching(request, reader, cursor?.openedAt);
    const [page, openedAt] = await Promise.all([
      readPage(this.stories, request, conditions, cursor),
      cursor?.openedAt ?? this.newestIndexedAt(),
    ]);
    const [hits, count] = await Promise.all([
      this.toHits(page.hits, request, reader),
      cursor && request.facets.length === 0
        ? { total: cursor.total, totalRelation: cursor.totalRelation, facets: {} }
        : countHits(this.stories, request, conditions, page.found),
    ]);
    return { page, hits, count, openedAt };
  }

  /** The moment of the first page, by the documents that searches see: no clock but the writers' own counts. */
  private async newestIndexedAt(): Promise<string> {
    const { aggregations } = await this.stories.search({
      size: 0,
      aggs: { newest: { max: { field: 'indexedAt' } } },
    });
    return new Date(aggregations?.['newest']?.value ?? Date.now()).toISOString();
  }

  private async toHits(
    hits: readonly PageHit[],
    { highlight, query }: SearchRequest,
    reader: SearchReader,
  ): Promise<SearchHit[]> {
    const stories = hits.map(({ story }) => story);
    const copies = await alsoFrom(this.stories, stories, reader);
    return stories.map((story) =>
      toHit(story, copies(story), highlight ? highlightsOf(story, query) : undefined),
    );
  }
}
