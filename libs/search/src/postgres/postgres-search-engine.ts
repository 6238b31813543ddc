import type { DataSource } from 'typeorm';
import { ProblemError, type Filing, type StorySnapshot } from '#contracts';
import { highlightsOf } from '../highlights.js';
import { SearchEngine } from '../search-engine.js';
import type {
  AlsoFrom,
  ClusterRecord,
  FacetCount,
  FacetName,
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
import { questionOf, readCursor, writeCursor, type Cursor } from '../cursor.js';
import { reading, writing } from './faults.js';
import { findRelated } from './related-stories.js';
import { runStatement } from './run-statement.js';
import { countedAtMost, countStatement, pageStatement } from './select-documents.js';
import { removeDocuments, writeDocuments } from './write-documents.js';

interface PageRow {
  snapshot: StorySnapshot;
  sort_at: Date;
  score: number | null;
  opened_at: string;
}

type Count = Pick<SearchResult, 'total' | 'totalRelation' | 'facets'>;

/** Search in PostgreSQL's full text, over the table search.documents. A document is found as soon as it is written. */
export class PostgresSearchEngine extends SearchEngine {
  constructor(private readonly dataSource: DataSource) {
    super();
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
      freshness: 'immediate',
      views: ['groups', 'stories'],
    };
  }

  override index(stories: readonly StorySnapshot[]): Promise<IndexOutcome[]> {
    return writing(() => writeDocuments(this.dataSource, stories));
  }

  override remove(removals: readonly Removal[]): Promise<void> {
    return writing(() => removeDocuments(this.dataSource, removals));
  }

  /** Filings are read from the truth itself, which is the same database. */
  override async indexFilings(filings: readonly Filing[]): Promise<RecordOutcome[]> {
    return filings.map(({ dispatchId }) => ({ id: dispatchId, outcome: 'not_kept' }));
  }

  override async indexClusters(clusters: readonly ClusterRecord[]): Promise<RecordOutcome[]> {
    return clusters.map(({ clusterId }) => ({ id: clusterId, outcome: 'not_kept' }));
  }

  override async search(request: SearchRequest, reader: SearchReader): Promise<SearchResult> {
    if (!this.capabilities().views.includes(request.view)) {
      throw new ProblemError(
        'unsupported_by_engine',
        `The view "${request.view}" needs the Elasticsearch engine; this desk searches in PostgreSQL.`,
      );
    }
    const began = performance.now();
    const question = questionOf(request, reader);
    const cursor = request.cursor === null ? undefined : readCursor(request.cursor, question);
    const [rows, count] = await reading(() =>
      Promise.all([this.page(request, reader, cursor), this.count(request, reader, cursor)]),
    );
    const shown = rows.slice(0, request.limit);
    const last = shown.at(-1);
    return {
      ...count,
      hits: await reading(() => this.hits(shown, request, reader)),
      cursor:
        last && rows.length > request.limit
          ? writeCursor(
              { ...count, key: keyOf(last), openedAt: cursor?.openedAt ?? last.opened_at },
              question,
            )
          : null,
      took: Math.round(performance.now() - began),
    };
  }

  override async get(storyId: string, reader: SearchReader): Promise<StorySnapshot | undefined> {
    const rows: { snapshot: StorySnapshot }[] = await reading(() =>
      this.dataSource.query(
        `select snapshot from search.documents where story_id = $1 and status <> 'removed'`,
        [storyId],
      ),
    );
    const story = rows[0]?.snapshot;
    return story && mayOpen(reader, story) ? forReader(story, reader) : undefined;
  }

  override async related(storyId: string, reader: SearchReader, limit: number): Promise<RelatedStory[]> {
    const story = await this.get(storyId, reader);
    return story ? reading(() => findRelated(this.dataSource, story, reader, limit)) : [];
  }

  override found(storyIds: readonly string[]): Promise<ReadonlyMap<string, FoundStory>> {
    return reading(async () => {
      const rows: { story_id: string; revision: string; status: FoundStory['status'] }[] =
        await this.dataSource.query(
          `select story_id, revision, status from search.documents
           where story_id = any($1::uuid[]) and status <> 'removed'`,
          [storyIds],
        );
      return new Map(
        rows.map((row) => [row.story_id, { revision: Number(row.revision), status: row.status }]),
      );
    });
  }

  override async health(): Promise<SearchHealth> {
    try {
      const rows: { documents: number }[] = await this.dataSource.query(
        `select greatest(reltuples, 0)::float8 as documents from pg_class where oid = 'search.documents'::regclass`,
      );
      return { ok: true, documents: rows[0]?.documents ?? 0, detail: null };
    } catch (error) {
      return { ok: false, documents: 0, detail: error instanceof Error ? error.message : String(error) };
    }
  }

  private page(request: SearchRequest, reader: SearchReader, cursor: Cursor | undefined): Promise<PageRow[]> {
    return runStatement(this.dataSource, pageStatement(request, reader, cursor));
  }

  /** A later page tells the count of the first one: it is the same answer. */
  private async count(
    request: SearchRequest,
    reader: SearchReader,
    cursor: Cursor | undefined,
  ): Promise<Count> {
    if (cursor && request.facets.length === 0) {
      return { total: cursor.total, totalRelation: cursor.totalRelation, facets: {} };
    }
    const rows = await runStatement<{ facet: FacetName | null; value: string; count: string }>(
      this.dataSource,
      countStatement(request, reader, cursor?.openedAt),
    );
    const found = Number(rows.find((row) => row.facet === null)?.count ?? 0);
    const facets: Partial<Record<FacetName, FacetCount[]>> = {};
    for (const name of request.facets) facets[name] = [];
    for (const { facet, value, count } of rows)
      if (facet) facets[facet]?.push({ value, count: Number(count) });
    return {
      total: Math.min(found, countedAtMost),
      totalRelation: found > countedAtMost ? 'gte' : 'eq',
      facets,
    };
  }

  private async hits(
    rows: readonly PageRow[],
    request: SearchRequest,
    reader: SearchReader,
  ): Promise<SearchHit[]> {
    const stories = rows.map((row) => row.snapshot);
    const members = await this.members(stories, reader);
    return stories.map((story) => {
      const shares = new Map(story.copies.map((copy) => [copy.storyId, copy.share]));
      const alsoFrom: AlsoFrom[] = (members.get(story.groupId) ?? [])
        .filter((member) => member.story_id !== story.storyId)
        .map(({ story_id, provider }) => ({
          provider,
          storyId: story_id,
          share: shares.get(story_id) ?? null,
        }));
      return toHit(story, alsoFrom, request.highlight ? highlightsOf(story, request.query) : undefined);
    });
  }

  /** The readable members of the stories' groups, the earliest first. */
  private async members(
    stories: readonly StorySnapshot[],
    reader: SearchReader,
  ): Promise<Map<string, { story_id: string; provider: string }[]>> {
    if (stories.length === 0) return new Map();
    const rows: { group_id: string; story_id: string; provider: string }[] = await this.dataSource.query(
      `select group_id, story_id, provider from search.documents
       where group_id = any($1::uuid[]) and status = 'usable' and not original_killed
         and ($2::text[] is null or provider = any($2::text[]))
       order by version_created, story_id`,
      [
        [...new Set(stories.map((story) => story.groupId))],
        reader.providers === '*' ? null : [...reader.providers],
      ],
    );
    const members = new Map<string, { story_id: string; provider: string }[]>();
    for (const row of rows) members.set(row.group_id, [...(members.get(row.group_id) ?? []), row]);
    return members;
  }
}

function keyOf(row: PageRow): Cursor['key'] {
  return { score: row.score, sortAt: row.sort_at.toISOString(), storyId: row.snapshot.storyId };
}
