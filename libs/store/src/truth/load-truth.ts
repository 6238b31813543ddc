import type { EntityManager } from 'typeorm';
import type { Dispatch, FilingFacts, StorySnapshot } from '#contracts';
import { factColumns, factsOfRow, type FilingRow } from './filing-row.js';
import { snapshotColumns, snapshotOfRow, snapshotTables, type SnapshotRow } from './snapshot-row.js';
import type { BodyKey, StoredStory, TruthPart, TruthRequest } from './truth-types.js';

/**
 * Loads the part of the truth that a batch can touch, in a handful of statements whatever the batch's size: the
 * stories it speaks of, all stories grouped with them, and the kills that name any of these. Call it under the
 * truth's lock.
 */
export async function loadTruth(manager: EntityManager, request: TruthRequest): Promise<TruthPart> {
  const earlier = await filingsOfItems(manager, request.items);
  const named = await storiesNamed(manager, request.targets);
  const seeds = [
    ...new Set([
      ...request.storyIds,
      ...named,
      ...earlier.filter((row) => row.live).map((row) => row.story_id),
    ]),
  ];
  const stories = await storiesInGroups(manager, seeds, request.groupKeys);
  const storyIds = [...new Set([...seeds, ...stories.keys()])];
  const chains = await filingsOfStories(manager, storyIds);
  const filings = [...chains, ...earlier.filter((row) => row.live && row.notice).map(factsOfRow)];
  const names = new Set([...request.names, ...chains.flatMap((filing) => filing.names)]);
  return {
    known: new Set(earlier.map((row) => row.dispatch_id)),
    filings,
    kills: await killsNaming(manager, [...names]),
    released: await releasesOf(manager, storyIds),
    stories,
  };
}

/** The current snapshots of stories. */
export async function loadSnapshots(
  manager: EntityManager,
  storyIds: readonly string[],
): Promise<Map<string, StorySnapshot>> {
  if (storyIds.length === 0) return new Map();
  const rows: SnapshotRow[] = await manager.query(
    `select ${snapshotColumns} from ${snapshotTables} where story.story_id = any($1::uuid[])`,
    [storyIds],
  );
  return new Map(rows.map((row) => [row.story_id, snapshotOfRow(row)]));
}

/** The dispatches of versions, by `bodyKey`. */
export async function loadBodies(
  manager: EntityManager,
  keys: readonly BodyKey[],
): Promise<Map<string, Dispatch>> {
  if (keys.length === 0) return new Map();
  const rows: { story_id: string; content_hash: string; dispatch: Dispatch }[] = await manager.query(
    `select v.story_id, encode(v.content_hash, 'hex') as content_hash, v.dispatch
     from unnest($1::uuid[], $2::text[]) as wanted (story_id, content_hash)
     join truth.versions v on v.story_id = wanted.story_id and v.content_hash = decode(wanted.content_hash, 'hex')`,
    [keys.map((key) => key.storyId), keys.map((key) => key.contentHash)],
  );
  return new Map(
    rows.map((row) => [bodyKey({ storyId: row.story_id, contentHash: row.content_hash }), row.dispatch]),
  );
}

/** The address of a version's body as one string. */
export function bodyKey(key: BodyKey): string {
  return `${key.storyId}:${key.contentHash}`;
}

async function filingsOfItems(manager: EntityManager, items: TruthRequest['items']): Promise<FilingRow[]> {
  if (items.length === 0) return [];
  return manager.query(
    `select ${factColumns} from unnest($1::uuid[], $2::int[]) as item (transmission_id, item_index)
     join truth.filings f using (transmission_id, item_index)`,
    [items.map((item) => item.transmissionId), items.map((item) => item.index)],
  );
}

async function storiesNamed(manager: EntityManager, targets: readonly string[]): Promise<string[]> {
  if (targets.length === 0) return [];
  const rows: { story_id: string }[] = await manager.query(
    'select distinct story_id from truth.filings where names && $1::bigint[] and live and not notice',
    [targets],
  );
  return rows.map((row) => row.story_id);
}

async function storiesInGroups(
  manager: EntityManager,
  seeds: readonly string[],
  groupKeys: readonly string[],
): Promise<Map<string, StoredStory>> {
  const rows: {
    story_id: string;
    revision: number;
    status: StoredStory['status'];
    cluster_id: string | null;
  }[] = await manager.query(
    `with same_text as materialized (
         select distinct story_id from truth.filings
         where group_key = any(array(select decode(key, 'hex') from unnest($2::text[]) as key)) and live and not notice
       ), groups as materialized (
         select distinct group_id from truth.stories
         where story_id = any($1::uuid[] || array(select story_id from same_text))
       )
       select story_id, revision, status, cluster_id from truth.stories
       where group_id = any(array(select group_id from groups))`,
    [seeds, groupKeys],
  );
  return new Map(
    rows.map((row) => [
      row.story_id,
      { revision: row.revision, status: row.status, clusterId: row.cluster_id },
    ]),
  );
}

async function filingsOfStories(manager: EntityManager, storyIds: readonly string[]): Promise<FilingFacts[]> {
  const rows: FilingRow[] = await manager.query(
    `select ${factColumns} from truth.filings f where f.story_id = any($1::uuid[]) and f.live and not f.notice`,
    [storyIds],
  );
  return rows.map(factsOfRow);
}

async function killsNaming(manager: EntityManager, names: readonly string[]): Promise<FilingFacts[]> {
  const rows: FilingRow[] = await manager.query(
    `select ${factColumns} from truth.filings f where f.live and f.dispatch_id in
       (select dispatch_id from truth.kill_targets where token = any($1::bigint[]))`,
    [names],
  );
  return rows.map(factsOfRow);
}

async function releasesOf(
  manager: EntityManager,
  storyIds: readonly string[],
): Promise<Map<string, ReadonlySet<string>>> {
  const rows: { story_id: string; covers: string[] }[] = await manager.query(
    'select story_id, covers from truth.releases where story_id = any($1::uuid[])',
    [storyIds],
  );
  const released = new Map<string, Set<string>>();
  for (const row of rows) {
    const covers = released.get(row.story_id) ?? new Set();
    for (const cover of row.covers) covers.add(cover);
    released.set(row.story_id, covers);
  }
  return released;
}
