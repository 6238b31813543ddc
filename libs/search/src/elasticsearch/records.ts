import type { Client } from '@elastic/elasticsearch';
import { RetriableError, type Filing } from '#contracts';
import type { ClusterRecord, RecordOutcome } from '../search-types.js';
import { writeBulk, type BulkDocument, type BulkOutcome } from './bulk.js';
import type { IndexSet } from './index-set.js';

const emptyHeadline = { source: 'ctx._source.remove("headline"); ctx._source.remove("dateline")' } as const;

/** Filings by the month in which they came in, and clusters. */
export class RecordWriter {
  constructor(
    private readonly client: Client,
    private readonly indices: IndexSet,
  ) {}

  /**
   * Writes filings; those of a story that was killed or taken out without their words. The stories are looked at
   * before and after: whatever is killed between is either seen here, or its kill sees what was written here.
   */
  async indexFilings(filings: readonly Filing[]): Promise<RecordOutcome[]> {
    if (filings.length === 0) return [];
    await this.indices.ready();
    const before = await this.withoutWords(filings);
    const outcomes = await writeBulk(
      this.client,
      filings.map((filing) => this.filingDocument(filing, before.has(filing.storyId))),
    );
    const after = await this.withoutWords(filings);
    const killedMeanwhile = filings.filter(({ storyId }) => after.has(storyId) && !before.has(storyId));
    await writeBulk(
      this.client,
      killedMeanwhile.map((filing) => this.filingDocument(filing, true)),
    );
    return this.recordOutcomes(
      filings.map(({ dispatchId }) => dispatchId),
      outcomes,
    );
  }

  /** Takes the words out of all filings of stories that are killed or taken out. */
  async emptyFilings(storyIds: readonly string[]): Promise<void> {
    if (storyIds.length === 0) return;
    const index = this.indices.names.pattern('filings');
    await this.client.indices.refresh({ index });
    await this.client.updateByQuery({
      index,
      conflicts: 'proceed',
      query: { bool: { filter: [{ terms: { storyId: [...storyIds] } }] } },
      script: emptyHeadline,
    });
  }

  async indexClusters(clusters: readonly ClusterRecord[]): Promise<RecordOutcome[]> {
    if (clusters.length === 0) return [];
    await this.indices.ready();
    const index = this.indices.names.alias('clusters');
    const outcomes = await writeBulk(
      this.client,
      clusters.map(({ clusterId, revision, groups }) => ({
        id: clusterId,
        index,
        version: revision,
        source: JSON.stringify({ clusterId, revision, groups }),
      })),
    );
    return this.recordOutcomes(
      clusters.map(({ clusterId }) => clusterId),
      outcomes,
    );
  }

  private filingDocument(filing: Filing, isEmptied: boolean): BulkDocument {
    const { headline, dateline, ...facts } = filing;
    return {
      id: filing.dispatchId,
      index: this.indices.names.filingsOf(filing.receivedAt),
      source: JSON.stringify(isEmptied ? facts : { ...facts, headline, dateline }),
    };
  }

  /** Which of the filings' stories are killed or taken out just now. */
  private async withoutWords(filings: readonly Filing[]): Promise<Set<string>> {
    const { docs } = await this.client.mget<{ status: string }>({
      index: this.indices.names.alias('stories'),
      ids: [...new Set(filings.map(({ storyId }) => storyId))],
      _source_includes: ['status'],
    });
    return new Set(
      docs.flatMap((doc) => {
        const status = '_source' in doc ? doc._source?.status : undefined;
        return status === 'canceled' || status === 'removed' ? [doc._id] : [];
      }),
    );
  }

  /** An index that is gone is made again by the next try. */
  private recordOutcomes(ids: readonly string[], outcomes: readonly BulkOutcome[]): RecordOutcome[] {
    return ids.map((id, at) => {
      const outcome = outcomes[at];
      if (outcome !== undefined && outcome.outcome !== 'index_missing') return { id, ...outcome };
      this.indices.forget();
      throw new RetriableError('search_unavailable', 'the index is gone');
    });
  }
}
