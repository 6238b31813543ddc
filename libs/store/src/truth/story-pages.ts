import type { DataSource } from 'typeorm';
import type { StorySnapshot } from '#contracts';
import { snapshotColumns, snapshotOfRow, snapshotTables, type SnapshotRow } from './snapshot-row.js';

const beforeAll = '00000000-0000-0000-0000-000000000000';

/**
 * All stories of the truth, page by page in the order of their ids. Each page is read when it is asked for: a story that
 * changes meanwhile is given as it is then.
 */
export async function* storyPages(dataSource: DataSource, pageSize: number): AsyncGenerator<StorySnapshot[]> {
  for (let after: string | undefined = beforeAll; after !== undefined;) {
    const rows: SnapshotRow[] = await dataSource.query(
      `select ${snapshotColumns} from ${snapshotTables}
       where story.story_id > $1 order by story.story_id limit $2`,
      [after, pageSize],
    );
    if (rows.length > 0) yield rows.map(snapshotOfRow);
    after = rows.length < pageSize ? undefined : rows.at(-1)?.story_id;
  }
}

/** How many stories the truth holds. */
export async function countStories(dataSource: DataSource): Promise<number> {
  const [row] = await dataSource.query<[{ count: string }]>('select count(*) from truth.stories');
  return Number(row.count);
}

/** Which of these ids are stories of the truth. */
export async function knownStories(
  dataSource: DataSource,
  storyIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows: { story_id: string }[] = await dataSource.query(
    'select story_id from truth.stories where story_id = any($1::uuid[])',
    [storyIds],
  );
  return new Set(rows.map((row) => row.story_id));
}
