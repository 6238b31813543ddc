import type { EntityManager } from 'typeorm';
import type { StorySnapshot } from '#contracts';
import { rowOfRecord } from './filing-row.js';
import type { FilingRecord, TruthChanges, TruthQuarantine, TruthRelease } from './truth-types.js';

/**
 * Writes what a batch decided, a statement per table. Rows travel as one JSON document each: no parameter per value,
 * so that no batch is too large for PostgreSQL's 65,535 parameters.
 */
export async function saveTruth(manager: EntityManager, changes: TruthChanges): Promise<void> {
  await retire(manager, changes.replaced);
  await insertFilings(manager, changes.filings);
  await insertKillTargets(
    manager,
    changes.filings.filter((filing) => filing.live && filing.facts.targets.length > 0),
  );
  await insertBodies(manager, changes.bodies);
  await upsertStories(manager, changes.stories);
  await insertQuarantine(manager, changes.quarantine);
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
    [JSON.stringify(filings.map(rowOfRecord))],
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

async function insertBodies(manager: EntityManager, bodies: TruthChanges['bodies']): Promise<void> {
  if (bodies.length === 0) return;
  await manager.query(
    `insert into truth.versions (story_id, content_hash, dispatch)
     select * from json_to_recordset($1::json) as v (story_id uuid, content_hash bytea, dispatch jsonb)
     on conflict do nothing`,
    [
      JSON.stringify(
        bodies.map((body) => ({
          story_id: body.storyId,
          content_hash: `\\x${body.contentHash}`,
          dispatch: body.dispatch,
        })),
      ),
    ],
  );
}

async function upsertStories(manager: EntityManager, stories: readonly StorySnapshot[]): Promise<void> {
  if (stories.length === 0) return;
  const rows = stories.map((snapshot) => ({
    story_id: snapshot.storyId,
    provider: snapshot.provider,
    feed: snapshot.feed,
    revision: snapshot.revision,
    group_id: snapshot.groupId,
    cluster_id: snapshot.clusterId,
    status: snapshot.status,
    status_reason: snapshot.statusReason,
    embargoed_until: snapshot.embargoedUntil,
    updated_at: snapshot.updatedAt,
    snapshot,
  }));
  await manager.query(
    `insert into truth.stories (story_id, provider, feed, revision, group_id, cluster_id, status, status_reason,
       embargoed_until, updated_at, snapshot)
     select * from json_to_recordset($1::json) as s (story_id uuid, provider text, feed text, revision integer,
       group_id uuid, cluster_id uuid, status text, status_reason text, embargoed_until timestamptz,
       updated_at timestamptz, snapshot jsonb)
     on conflict (story_id) do update set feed = excluded.feed, revision = excluded.revision,
       group_id = excluded.group_id, cluster_id = excluded.cluster_id, status = excluded.status,
       status_reason = excluded.status_reason, embargoed_until = excluded.embargoed_until,
       updated_at = excluded.updated_at, snapshot = excluded.snapshot`,
    [JSON.stringify(rows)],
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
      JSON.stringify(
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
