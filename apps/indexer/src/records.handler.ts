import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { deadLetter, drop, ok, OnBatch, type EventBatch, type StepResult } from '#events';
import { LOGGER, Metrics, type Logger } from '#platform';
import { SearchEngine, type RecordOutcome } from '#search';

/**
 * Puts filings and clusters into the search engine, where it keeps such records. Each write may come again and in any
 * order: the engine ignores what is older than what it holds.
 */
@Controller()
export class RecordsHandler {
  private readonly records;

  constructor(
    @Inject(SearchEngine) private readonly engine: SearchEngine,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.records = metrics.counter(
      'wiredesk_indexed_records_total',
      'Filings and clusters given to the search index, by what became of them',
      ['topic', 'outcome'],
    );
  }

  @OnBatch('wire.filings', { group: 'indexer-filings', maxBatch: 500, lingerMs: 250 })
  async filings(@Payload() { events }: EventBatch<'wire.filings'>): Promise<StepResult[]> {
    const filings = events.flatMap(({ event }) => event?.data.filing ?? []);
    const outcomes = await this.engine.indexFilings(filings);
    return this.settle('wire.filings', events, outcomes);
  }

  @OnBatch('wire.clusters', { group: 'indexer-clusters', maxBatch: 500, lingerMs: 250 })
  async clusters(@Payload() { events }: EventBatch<'wire.clusters'>): Promise<StepResult[]> {
    const clusters = events.flatMap(({ event }) => event?.data ?? []);
    const outcomes = await this.engine.indexClusters(clusters);
    return this.settle('wire.clusters', events, outcomes);
  }

  /** One result per event; a tombstone has no outcome. */
  private settle(
    topic: 'wire.filings' | 'wire.clusters',
    events: readonly { readonly key: string; readonly event: object | null }[],
    outcomes: readonly RecordOutcome[],
  ): StepResult[] {
    let next = 0;
    return events.map(({ event, key }) => {
      const outcome = event === null ? undefined : outcomes[next++];
      if (outcome === undefined) return drop('tombstone');
      this.records.inc({ topic, outcome: outcome.outcome });
      if (outcome.outcome !== 'refused') return ok;
      const { id, code, detail } = outcome;
      this.logger.error({ topic, key, id, code, detail }, 'a record cannot be indexed');
      return deadLetter(code, detail);
    });
  }
}
