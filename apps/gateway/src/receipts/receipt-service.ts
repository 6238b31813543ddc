import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Reader } from '#access';
import { ProblemError, type Outcome } from '#contracts';
import { SearchEngine, type FoundStory } from '#search';
import { unknownTransmission } from '../archive/archive-service.js';
import { mayReadTransmission } from '../archive/transmission-rights.js';

/** What became of one item of a transmission. */
export interface ReceiptItem {
  /** Null when the item was refused: it never became a dispatch. */
  readonly dispatchId: string | null;
  readonly storyId: string | null;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly at: string;
  /** Whether a search finds the story as it now is. */
  readonly searchable: boolean;
  readonly deliveries: { readonly sent: number; readonly pending: number; readonly failed: number };
  /** Where a refused item can be looked at. */
  readonly quarantine?: string;
}

/** `GET /v1/receipts/{id}`. */
export interface ReceiptView {
  readonly transmissionId: string;
  readonly receivedAt: string;
  /** `settled` = the newest run is normalised and each of its items is decided on. */
  readonly state: 'received' | 'settled';
  readonly items: readonly ReceiptItem[];
}

interface TransmissionRow {
  readonly feed: string;
  readonly provider: string;
  readonly received_at: Date;
  readonly run: number;
  /** Null while the newest run is not normalised. */
  readonly items: number | null;
}

interface FilingRow {
  readonly item_index: number;
  readonly dispatch_id: string;
  readonly story_id: string;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly decided_at: Date;
  readonly revision: string | null;
  readonly sent: number;
  readonly pending: number;
  readonly failed: number;
  /** Set when the deduplicator could not place it. */
  readonly quarantine_id: string | null;
}

interface RefusalRow {
  readonly item_index: number | null;
  readonly quarantine_id: string;
  readonly code: string;
  readonly detail: string;
  readonly state: string;
  readonly created_at: Date;
}

/** Tells a sender what became of a transmission, by reading what each stage says of its own work. */
@Injectable()
export class ReceiptService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(SearchEngine) private readonly engine: SearchEngine,
  ) {}

  /** Throws `not_found`, also for a transmission that the reader may not know of. */
  async show(transmissionId: string, reader: Reader): Promise<ReceiptView> {
    const transmission = await this.transmission(transmissionId);
    if (!transmission || !mayReadTransmission(reader, transmission)) throw unknownTransmission();
    const [filings, refusals] = await Promise.all([
      this.filings(transmissionId, transmission.run),
      this.refusals(transmissionId, transmission.run),
    ]);
    const found = await this.found(filings.map((row) => row.story_id));
    const settled = transmission.items !== null && filings.length + refusals.length >= transmission.items;
    const items = [
      ...filings.map((row) => ({ index: row.item_index, item: filedItem(row, found.get(row.story_id)) })),
      ...refusals.map((row) => ({ index: row.item_index ?? 0, item: refusedItem(row) })),
    ].sort((a, b) => a.index - b.index);
    return {
      transmissionId,
      receivedAt: transmission.received_at.toISOString(),
      state: settled ? 'settled' : 'received',
      items: items.map(({ item }) => item),
    };
  }

  /** While the index does not answer no search finds anything. */
  private async found(storyIds: readonly string[]): Promise<ReadonlyMap<string, FoundStory>> {
    try {
      return await this.engine.found([...new Set(storyIds)]);
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'search_unavailable') return new Map();
      throw error;
    }
  }

  private async transmission(transmissionId: string): Promise<TransmissionRow | undefined> {
    const rows: TransmissionRow[] = await this.dataSource.query(
      `select transmission.feed, transmission.provider, transmission.received_at, transmission.run, result.items
       from gateway.transmissions as transmission
       left join normaliser.results as result using (transmission_id, run)
       where transmission_id = $1`,
      [transmissionId],
    );
    return rows[0];
  }

  private filings(transmissionId: string, run: number): Promise<FilingRow[]> {
    return this.dataSource.query(
      `select filing.item_index, filing.dispatch_id, filing.story_id, filing.outcome, filing.reason, filing.decided_at,
         story.revision::text as revision,
         delivery.sent, delivery.pending, delivery.failed, refusal.quarantine_id
       from truth.filings as filing
       left join truth.stories as story using (story_id)
       left join truth.quarantine as refusal using (transmission_id, run, item_index)
       cross join lateral (
         select count(*) filter (where state = 'sent')::int as sent,
           count(*) filter (where state = 'pending')::int as pending,
           count(*) filter (where state = 'failed')::int as failed
         from publisher.deliveries where deliveries.dispatch_id = filing.dispatch_id) as delivery
       where filing.transmission_id = $1 and filing.run = $2`,
      [transmissionId, run],
    );
  }

  private refusals(transmissionId: string, run: number): Promise<RefusalRow[]> {
    return this.dataSource.query(
      `select item_index, quarantine_id, code, detail, state, created_at
       from normaliser.quarantine where transmission_id = $1 and run = $2`,
      [transmissionId, run],
    );
  }
}

function filedItem(row: FilingRow, found: FoundStory | undefined): ReceiptItem {
  return {
    dispatchId: row.dispatch_id,
    storyId: row.story_id,
    outcome: row.outcome,
    reason: row.reason,
    at: row.decided_at.toISOString(),
    searchable: found?.status === 'usable' && found.revision >= Number(row.revision),
    deliveries: { sent: row.sent, pending: row.pending, failed: row.failed },
    ...(row.quarantine_id === null ? {} : { quarantine: quarantinePath(row.quarantine_id) }),
  };
}

function refusedItem(row: RefusalRow): ReceiptItem {
  return {
    dispatchId: null,
    storyId: null,
    outcome: row.state === 'skipped' ? 'skipped' : 'quarantined',
    reason: `${row.code}: ${row.detail}`,
    at: row.created_at.toISOString(),
    searchable: false,
    deliveries: { sent: 0, pending: 0, failed: 0 },
    quarantine: quarantinePath(row.quarantine_id),
  };
}

function quarantinePath(quarantineId: string): string {
  return `/v1/quarantine/${quarantineId}`;
}
