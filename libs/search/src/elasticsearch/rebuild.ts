import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '@elastic/elasticsearch';
import { WiredeskError } from '#contracts';
import { fillingRefresh, liveRefresh } from './index-definitions.js';
import type { IndexSet } from './index-set.js';
import { createIndex } from './templates.js';

/** A generation of the stories that is being filled. */
export interface Rebuild {
  readonly index: string;
}

/**
 * Begins the next generation of the stories and resolves when all writers write into it as well. From then on
 * whatever the truth holds may be filled in, in any order: the revision guards each document.
 * Throws WiredeskError `rebuild_running` when one is under way; `abandonRebuild` ends one whose process died.
 */
export async function beginRebuild(client: Client, indices: IndexSet): Promise<Rebuild> {
  await indices.ready();
  const { names } = indices;
  const generations = await indices.generations();
  const building = [...generations].find(([, aliases]) => aliases.includes(names.building()));
  if (building) {
    throw new WiredeskError(
      'rebuild_running',
      `${building[0]} is being filled; abandon it first if nobody does`,
    );
  }
  await dropOrphans(client, generations);
  const last = Math.max(0, ...[...generations.keys()].map((index) => names.generationNumber(index)));
  const index = names.generation('stories', last + 1);
  await createIndex(client, index, names.building());
  await client.indices.putSettings({ index, settings: { refresh_interval: fillingRefresh } });
  await writersLookAgain(indices);
  return { index };
}

/**
 * Lets readers see the new generation, in one step, and deletes the one before when no writer knows it any more. After
 * a crash between the two, the old one is deleted by the next rebuild.
 */
export async function finishRebuild(client: Client, indices: IndexSet, { index }: Rebuild): Promise<void> {
  const { names } = indices;
  const alias = names.alias('stories');
  await client.indices.putSettings({ index, settings: { refresh_interval: liveRefresh } });
  await client.indices.refresh({ index });
  const old = [...(await indices.generations())].flatMap(([name, aliases]) =>
    aliases.includes(alias) && name !== index ? [name] : [],
  );
  await client.indices.updateAliases({
    actions: [
      { remove: { index, alias: names.building(), must_exist: true } },
      ...old.map((name) => ({ remove: { index: name, alias } })),
      { add: { index, alias } },
    ],
  });
  indices.forget();
  await writersLookAgain(indices);
  if (old.length > 0) await client.indices.delete({ index: old, ignore_unavailable: true });
}

/** Deletes the generation that is being filled, if there is one; readers never saw it. */
export async function abandonRebuild(client: Client, indices: IndexSet): Promise<void> {
  const building = [...(await indices.generations())].filter(([, aliases]) =>
    aliases.includes(indices.names.building()),
  );
  const names = building.map(([index]) => index);
  if (names.length > 0) await client.indices.delete({ index: names, ignore_unavailable: true });
  indices.forget();
}

async function dropOrphans(
  client: Client,
  generations: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const orphans = [...generations].filter(([, aliases]) => aliases.length === 0).map(([index]) => index);
  if (orphans.length > 0) await client.indices.delete({ index: orphans, ignore_unavailable: true });
}

/** Longer than any writer goes on with targets that it looked up before. */
function writersLookAgain({ knownForMs }: IndexSet): Promise<void> {
  return wait(2 * knownForMs);
}
