import type { Embargo, FilingFacts, PubStatus, Signal } from '#contracts';
import type { FilingRecord } from './truth-types.js';

/** A row of `truth.filings` as PostgreSQL gives it: hashes in hex, 64-bit integers as text. */
export interface FilingRow {
  readonly dispatch_id: string;
  readonly transmission_id: string;
  readonly item_index: number;
  readonly run: number;
  readonly story_id: string;
  readonly provider: string;
  readonly feed: string;
  readonly version: string | null;
  readonly version_created: Date | null;
  readonly first_created: Date | null;
  readonly received_at: Date;
  readonly signal: Signal;
  readonly standing: PubStatus;
  readonly embargo_state: Embargo['state'] | null;
  readonly embargo_until: Date | null;
  readonly reinstates: boolean;
  readonly version_key: string;
  readonly group_key: string | null;
  readonly content_hash: string;
  readonly typography: number;
  readonly sketch: number[];
  readonly sketch_of: number;
  readonly names: string[];
  readonly targets: string[];
  readonly notice: boolean;
  readonly live: boolean;
}

/** The columns of FilingRow, of the table aliased `f`. */
export const factColumns = `f.dispatch_id, f.transmission_id, f.item_index, f.run, f.story_id, f.provider, f.feed,
  f.version, f.version_created, f.first_created, f.received_at, f.signal, f.standing, f.embargo_state,
  f.embargo_until, f.reinstates, encode(f.version_key, 'hex') as version_key, encode(f.group_key, 'hex') as group_key,
  encode(f.content_hash, 'hex') as content_hash, f.typography, f.sketch, f.sketch_of, f.names, f.targets, f.notice,
  f.live`;

export function factsOfRow(row: FilingRow): FilingFacts {
  return {
    dispatchId: row.dispatch_id,
    transmissionId: row.transmission_id,
    index: row.item_index,
    run: row.run,
    provider: row.provider,
    feed: row.feed,
    storyId: row.story_id,
    version: row.version,
    versionCreated: row.version_created?.toISOString() ?? null,
    firstCreated: row.first_created?.toISOString() ?? null,
    receivedAt: row.received_at.toISOString(),
    signal: row.signal,
    standing: row.standing,
    embargoState: row.embargo_state,
    embargoUntil: row.embargo_until?.toISOString() ?? null,
    reinstates: row.reinstates,
    versionKey: row.version_key,
    groupKey: row.group_key,
    contentHash: row.content_hash,
    typography: row.typography,
    sketch: row.sketch,
    sketchOf: row.sketch_of,
    names: row.names,
    targets: row.targets,
    notice: row.notice,
  };
}

/** The row to insert, in the names and forms that `json_to_recordset` reads. */
export function rowOfRecord(record: FilingRecord): Record<string, unknown> {
  const { facts } = record;
  return {
    dispatch_id: facts.dispatchId,
    transmission_id: facts.transmissionId,
    item_index: facts.index,
    run: facts.run,
    story_id: record.storyId,
    provider: facts.provider,
    feed: facts.feed,
    version: facts.version,
    version_created: facts.versionCreated,
    first_created: facts.firstCreated,
    received_at: facts.receivedAt,
    signal: facts.signal,
    standing: facts.standing,
    embargo_state: facts.embargoState,
    embargo_until: facts.embargoUntil,
    reinstates: facts.reinstates,
    version_key: `\\x${facts.versionKey}`,
    group_key: facts.groupKey === null ? null : `\\x${facts.groupKey}`,
    content_hash: `\\x${facts.contentHash}`,
    typography: facts.typography,
    sketch: facts.sketch,
    sketch_of: facts.sketchOf,
    names: facts.names,
    targets: facts.targets,
    notice: facts.notice,
    live: record.live,
    outcome: record.outcome,
    reason: record.reason,
    of_dispatch: record.of,
    score: record.score,
    decided_at: record.decidedAt,
  };
}
