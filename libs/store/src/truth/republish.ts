import type { DataSource } from 'typeorm';
import { encodeEvent, type StoryChanged, type StorySnapshot } from '#contracts';
import { appendEvents, lockKeys } from '../event-log/append.js';
import { snapshotColumns, snapshotOfRow, snapshotTables, type SnapshotRow } from './snapshot-row.js';
import { truthLock } from './truth-types.js';

const chunk = 500;
const before = '00000000-0000-0000-0000-000000000000';

/**
 * Puts the current snapshot of stories on `wire.stories` again, at the revision that they have: consumers that hold
 * it ignore it, one that lost its state gets it back. Answers how many.
 */
export async function republishStories(
  dataSource: DataSource,
  options: { readonly storyIds?: readonly string[] } = {},
): Promise<number> {
  let count = 0;
  for (let after: string | undefined = before; after !== undefined;) {
    const written: readonly string[] = await republishAfter(dataSource, after, options.storyIds);
    count += written.length;
    after = written.length < chunk ? undefined : written.at(-1);
  }
  return count;
}

async function republishAfter(
  dataSource: DataSource,
  after: string,
  only: readonly string[] | undefined,
): Promise<string[]> {
  return dataSource.transaction(async (manager) => {
    await lockKeys(manager, [truthLock]);
    const rows: SnapshotRow[] = await manager.query(
      `select ${snapshotColumns} from ${snapshotTables}
       where story.story_id > $1 and ($2::uuid[] is null or story.story_id = any($2))
       order by story.story_id limit $3`,
      [after, only ?? null, chunk],
    );
    const events = rows.map((row) =>
      encodeEvent('wire.story.updated.v1', row.story_id, again(snapshotOfRow(row)), {
        source: '/wiredesk/truth',
      }),
    );
    await appendEvents(manager, events);
    return rows.map((row) => row.story_id);
  });
}

function again(story: StorySnapshot): StoryChanged {
  return {
    story,
    change: {
      cause: 'reprocessed',
      previousRevision: story.revision,
      previousStatus: story.status,
      fields: [],
      quiet: true,
    },
  };
}
