import type { EntityManager } from 'typeorm';
import { cleanJson } from '#contracts';
import { pack } from '../packed.js';
import { rowOfRecord } from './filing-row.js';
import { withoutBody } from './snapshot-row.js';
import type {
  FilingChanges,
  FilingRecord,
  StoryRecord,
  TruthQuarantine,
  TruthRelease,
} from './truth-types.js';

/**
 * Writes the filings that a batch decided on, with the bodies that they brought, a statement per table. Rows travel as one JSON document or as arrays: no parameter per
 * value, so that no batch is too large for PostgreSQL's 65,535 parameters.
 */
export async function saveFilings(manager: EntityManager, changes: FilingChanges): Promise<void> {
  await retire(manager, changes.replaced);
  await insertFilings(manager, changes.filings);
  await insertKillTargets(
    manager,
    changes.filings.filter((filing) => filing.live && filing.facts.targets.length > 0),
  );
  await insertBodies(manager, changes.bodies);
  await insertQuarantine(manager, changes.quarantine);
}

/** Writes the last snapshot of each story that a batch changed. */
export async function saveStories(manager: EntityManager, stories: readonly StoryRecord[]): Promise<void> {
  if (stories.length === 0) return;
  const snapshots = stories.map((story) => story.snapshot);
  const stored = pack(
    stories.map(({ snapshot, textOf }) => bytesOf(textOf === null ? snapshot : withoutBody(snapshot))),
  );
  await manager.query(
    `insert into truth.stories (story_id, provider, feed, revision, group_id, cluster_id, status, status_reason,
       embargoed_until, updated_at, text_of, snapshot)
     select story_id, provider, feed, revision, group_id, cluster_id, status, status_reason, embargoed_until,
       updated_at, decode(text_of, 'hex'), convert_from(substring($12::bytea from start for length), 'UTF8')::json
     from unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::uuid[], $6::uuid[], $7::text[], $8::text[],
       $9::timestamptz[], $10::timestamptz[], $11::text[], $13::int[], $14::int[])
       as s (story_id, provider, feed, revision, group_id, cluster_id, status, status_reason, embargoed_until,
         updated_at, text_of, start, length)
     on conflict (story_id) do update set feed = excluded.feed, revision = excluded.revision,
       group_id = excluded.group_id, cluster_id = excluded.cluster_id, status = excluded.status,
       status_reason = excluded.status_reason, embargoed_until = excluded.embargoed_until,
       updated_at = excluded.updated_at, text_of = excluded.text_of, snapshot = excluded.snapshot`,
    [
      snapshots.map((story) => story.storyId),
      snapshots.map((story) => story.provider),
      snapshots.map((story) => story.feed),
      snapshots.map((story) => story.revision),
      snapshots.map((story) => story.groupId),
      snapshots.map((story) => story.clusterId),
      snapshots.map((story) => story.status),
      snapshots.map((story) => story.statusReason),
      snapshots.map((story) => story.embargoedUntil),
      snapshots.map((story) => story.updatedAt),
      stories.map((story) => story.textOf),
      stored.blob,
      stored.offsets,
      stored.lengths,
    ],
  );
}

/** Keeps that an operator ended a hold; the next fold of the story takes it into account. */
export async function saveRelease(manager: EntityManager, release: TruthRelease): Promise<void> {
  await manager.query(
    `insert into truth.releases (release_id, story_id, covers, actor, released_at) values ($1, $2, $3, $4, $5)`,
    [release.releaseId, release.storyId, release.covers, release.actor, release.releasedAt],
  );
}

async function retire(manager: EntityManager, dispatchIds: readonly string[]): Promise<void> {
  if (dispatchIds.length === 0) return;
  await manager.query('update truth.filings set live = false where dispatch_id = any($1::uuid[])', [
    dispatchIds,
  ]);
}

async function insertFilings(manager: EntityManager, filings: readonly FilingRecord[]): Promise<void> {
  if (filings.length === 0) return;
  await manager.query(
    `insert into truth.filings
     select * from json_populate_recordset(null::truth.filings, $1::json)`,
    [jsonOf(filings.map(rowOfRecord))],
  );
}

async function insertKillTargets(manager: EntityManager, kills: readonly FilingRecord[]): Promise<void> {
  if (kills.length === 0) return;
  const rows = kills.flatMap(({ facts }) => facts.targets.map((token) => ({ token, id: facts.dispatchId })));
  await manager.query(
    `insert into truth.kill_targets (token, dispatch_id)
     select * from unnest($1::bigint[], $2::uuid[]) on conflict do nothing`,
    [rows.map((row) => row.token), rows.map((row) => row.id)],
  );
}

async function insertBodies(manager: EntityManager, bodies: FilingChanges['bodies']): Promise<void> {
  if (bodies.length === 0) return;
  const dispatches = pack(bodies.map((body) => bytesOf(body.dispatch)));
  await manager.query(
    `insert into truth.versions (story_id, content_hash, dispatch)
     select story_id, decode(content_hash, 'hex'), convert_from(substring($3::bytea from start for length), 'UTF8')::json
     from unnest($1::uuid[], $2::text[], $4::int[], $5::int[]) as v (story_id, content_hash, start, length)
     on conflict do nothing`,
    [
      bodies.map((body) => body.storyId),
      bodies.map((body) => body.contentHash),
      dispatches.blob,
      dispatches.offsets,
      dispatches.lengths,
    ],
  );
}

async function insertQuarantine(manager: EntityManager, rows: readonly TruthQuarantine[]): Promise<void> {
  if (rows.length === 0) return;
  await manager.query(
    `insert into truth.quarantine (quarantine_id, transmission_id, run, item_index, feed, provider, format, code,
       detail, stack, raw_excerpt)
     select * from json_to_recordset($1::json) as q (quarantine_id uuid, transmission_id uuid, run integer,
       item_index integer, feed text, provider text, format text, code text, detail text, stack text,
       raw_excerpt text)
     on conflict do nothing`,
    [
      jsonOf(
        rows.map((row) => ({
          quarantine_id: row.quarantineId,
          transmission_id: row.transmissionId,
          run: row.run,
          item_index: row.index,
          feed: row.feed,
          provider: row.provider,
          format: row.format,
          code: row.code,
          detail: row.detail,
          stack: row.stack,
          raw_excerpt: row.rawExcerpt,
        })),
      ),
    ],
  );
}

const refused = /\\u0000|\\ud[89a-f]/;

/**
 * A value as JSON. Text is cleaned where it enters the system; should any come here with what PostgreSQL refuses, one
 * item must not stop its batch.
 */
function jsonOf(value: unknown): string {
  const json = JSON.stringify(value);
  return refused.test(json) ? JSON.stringify(cleanJson(value)) : json;
}

function bytesOf(value: unknown): Buffer {
  return Buffer.from(jsonOf(value));
}
