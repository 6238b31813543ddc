import type { DataSource } from 'typeorm';
import type { StorySnapshot } from '#contracts';
import type { IndexOutcome, Removal } from '../search-types.js';
import { documentRow, type DocumentRow } from './document-row.js';
import { dataFault } from './faults.js';

/** Rows in one statement, and bytes: a statement of hundreds of long documents is no faster and needs their memory. */
const rowsAtMost = 200;
const bytesAtMost = 8_000_000;
const statementsAtOnce = 2;

interface Column {
  readonly name: string;
  readonly type: string;
  readonly value: (row: DocumentRow) => unknown;
}

const columns: readonly Column[] = [
  { name: 'story_id', type: 'uuid', value: (row) => row.storyId },
  { name: 'revision', type: 'bigint', value: (row) => row.revision },
  { name: 'status', type: 'text', value: (row) => row.status },
  { name: 'group_id', type: 'uuid', value: (row) => row.groupId },
  { name: 'cluster_id', type: 'uuid', value: (row) => row.clusterId },
  { name: 'original_killed', type: 'boolean', value: (row) => row.originalKilled },
  { name: 'provider', type: 'text', value: (row) => row.provider },
  { name: 'feed', type: 'text', value: (row) => row.feed },
  { name: 'language', type: 'text', value: (row) => row.language },
  { name: 'base_language', type: 'text', value: (row) => row.baseLanguage },
  { name: 'signal', type: 'text', value: (row) => row.signal },
  { name: 'version', type: 'text', value: (row) => row.version },
  { name: 'version_number', type: 'double precision', value: (row) => row.versionNumber },
  { name: 'urgency', type: 'smallint', value: (row) => row.urgency },
  { name: 'word_count', type: 'double precision', value: (row) => row.wordCount },
  { name: 'categories', type: 'text[]', value: (row) => arrayLiteral(row.categories) },
  { name: 'subjects', type: 'text[]', value: (row) => arrayLiteral(row.subjects) },
  { name: 'item_uri', type: 'text', value: (row) => row.itemUri },
  { name: 'version_created', type: 'timestamptz', value: (row) => row.versionCreated },
  { name: 'received_at', type: 'timestamptz', value: (row) => row.receivedAt },
  { name: 'sort_at', type: 'timestamptz', value: (row) => row.sortAt },
];

/** Unit separator: it is in no word, and JSON writes it as an escape. */
const separator = '\u001f';

/**
 * The big columns travel as one text each, cut apart by the database: an array's literal would escape every quote of
 * the JSON on this side and read it back on the other.
 */
const bigColumns: readonly (Column & { value: (row: DocumentRow) => string })[] = [
  { name: 'words', type: 'tsvector', value: (row) => row.words },
  { name: 'snapshot', type: 'json', value: (row) => row.snapshot },
];

const names = [...columns, ...bigColumns].map(({ name }) => name);
const overwritten = names.filter((name) => name !== 'story_id');

/** One array per column; the external version guards each row by itself, in whatever order batches come. */
const upsert = `
  insert into search.documents (${names.join(', ')})
  select ${[...columns, ...bigColumns].map(({ name, type }) => `${name}::${type}`).join(', ')}
  from unnest(
    ${columns.map((_, at) => `$${at + 1}::text[]`).join(', ')},
    ${bigColumns.map((_, at) => `string_to_array($${columns.length + at + 1}::text, chr(31))`).join(', ')}
  ) as document (${names.join(', ')})
  on conflict (story_id) do update set ${overwritten.map((name) => `${name} = excluded.${name}`).join(', ')}
  where excluded.revision > documents.revision
  returning story_id`;

/** Writes documents, hundreds per statement. A statement that a single document makes fail is halved until it is alone. */
export async function writeDocuments(
  dataSource: DataSource,
  stories: readonly StorySnapshot[],
): Promise<IndexOutcome[]> {
  const newest = new Map<string, StorySnapshot>();
  for (const story of stories) {
    const known = newest.get(story.storyId);
    if (!known || known.revision < story.revision) newest.set(story.storyId, story);
  }
  // always in the order of ids, so that two writers never wait for each other
  const sorted = [...newest.values()].sort((a, b) => (a.storyId < b.storyId ? -1 : 1));
  const outcomes = new Map<string, IndexOutcome>();
  for (const outcome of await writeChunks(dataSource, sorted)) outcomes.set(outcome.storyId, outcome);
  return stories.map((story): IndexOutcome => {
    const outcome = outcomes.get(story.storyId);
    const isNewest = newest.get(story.storyId) === story;
    return isNewest && outcome ? outcome : { storyId: story.storyId, outcome: 'older' };
  });
}

/** While the database writes one statement, the next one's words are being cut. */
async function writeChunks(
  dataSource: DataSource,
  stories: readonly StorySnapshot[],
): Promise<IndexOutcome[]> {
  const running: Promise<IndexOutcome[]>[] = [];
  for (const chunk of chunks(stories)) {
    running.push(writeChunk(dataSource, chunk));
    // an error is told by the end, when nothing runs any more
    await Promise.allSettled(running.slice(-statementsAtOnce, -statementsAtOnce + 1));
  }
  return (await Promise.all(running)).flat();
}

async function writeChunk(dataSource: DataSource, rows: readonly DocumentRow[]): Promise<IndexOutcome[]> {
  try {
    const written: { story_id: string }[] = await dataSource.query(upsert, [
      ...columns.map(({ value }) => rows.map((row) => value(row))),
      ...bigColumns.map(({ value }) => rows.map((row) => value(row)).join(separator)),
    ]);
    const ids = new Set(written.map((row) => row.story_id));
    return rows.map(({ storyId }) => ({ storyId, outcome: ids.has(storyId) ? 'indexed' : 'older' }));
  } catch (error) {
    const fault = dataFault(error);
    const [only] = rows;
    if (!fault || !only) throw error;
    if (rows.length === 1) return [{ storyId: only.storyId, outcome: 'refused', ...fault }];
    const half = rows.length >> 1;
    const first = await writeChunk(dataSource, rows.slice(0, half));
    return [...first, ...(await writeChunk(dataSource, rows.slice(half)))];
  }
}

/** Empties the rows and keeps them: what was removed cannot come back by a replay of what was before. */
export async function removeDocuments(dataSource: DataSource, removals: readonly Removal[]): Promise<void> {
  const sorted = removals.toSorted((a, b) => (a.storyId < b.storyId ? -1 : 1));
  await dataSource.query(
    `update search.documents d
     set status = 'removed', words = null, snapshot = null, categories = '{}', subjects = '{}',
         revision = greatest(d.revision, removal.revision)
     from (
       select story_id::uuid, max(revision::bigint) as revision
       from unnest($1::text[], $2::text[]) as removal (story_id, revision)
       group by 1
     ) as removal
     where d.story_id = removal.story_id and coalesce(removal.revision >= d.revision, true)`,
    [sorted.map((removal) => removal.storyId), sorted.map((removal) => removal.revision ?? null)],
  );
}

function* chunks(stories: readonly StorySnapshot[]): Generator<DocumentRow[]> {
  let chunk: DocumentRow[] = [];
  let bytes = 0;
  for (const story of stories) {
    const row = documentRow(story);
    const size = row.words.length + row.snapshot.length;
    if (chunk.length > 0 && (chunk.length >= rowsAtMost || bytes + size > bytesAtMost)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(row);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}

function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;
}
