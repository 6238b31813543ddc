import { Command } from 'commander';
import type { DataSource } from 'typeorm';
import type { StorySnapshot } from '#contracts';
import type { ElasticsearchEngine } from '#search';
import { withDatabase } from '../database.js';
import { printJson, printLine } from '../output.js';
import { Progress } from '../progress.js';
import { withSearchIndex } from '../search-index.js';

const pageSize = 500;

/** How a story differs between the truth and the index. */
type Drift = 'missing' | 'older' | 'ahead' | 'unknown';

/**
 * `reconcile`: compares every story of the truth with the index, and the index with the truth, and mends what differs.
 * What changes while it runs may be told as drift; mending it does no harm, since revisions guard each document.
 */
export function reconcileCommand(): Command {
  return new Command('reconcile')
    .description(
      'compare the search index (ELASTICSEARCH_NODE) with the database, and mend what differs; exit code 1 when ' +
        'something differs in the end',
    )
    .option('--dry-run', 'only tell what differs')
    .action(async (options: { dryRun?: true }) => {
      const counts = await withSearchIndex((engine) =>
        withDatabase((dataSource) => reconcile(engine, dataSource, options.dryRun !== true)),
      );
      printJson(counts);
      const drifted = counts.missing + counts.older + counts.ahead + counts.unknown;
      // what was not mended is there still: the index is ahead, or refuses a document
      if (drifted > counts.mended) process.exitCode = 1;
    });
}

async function reconcile(
  engine: ElasticsearchEngine,
  dataSource: DataSource,
  mend: boolean,
): Promise<Record<Drift | 'stories' | 'mended', number>> {
  const { countStories, knownStories, storyPages } = await import('#store');
  const counts = { stories: 0, missing: 0, older: 0, ahead: 0, unknown: 0, mended: 0 };
  const tell = async (storyId: string, drift: Drift, truth: number | null, index: number | null) => {
    counts[drift] += 1;
    await printLine({ storyId, drift, truth, index });
  };
  await engine.refresh();
  const progress = new Progress('reconcile', await countStories(dataSource));
  for await (const page of storyPages(dataSource, pageSize)) {
    const stored = await engine.storedRevisions(page.map(({ storyId }) => storyId));
    const behind: StorySnapshot[] = [];
    for (const story of page) {
      const revision = stored.get(story.storyId) ?? null;
      if (revision === story.revision) continue;
      if (revision !== null && revision > story.revision) {
        await tell(story.storyId, 'ahead', story.revision, revision);
        continue;
      }
      await tell(story.storyId, revision === null ? 'missing' : 'older', story.revision, revision);
      behind.push(story);
    }
    if (mend && behind.length > 0) {
      const outcomes = await engine.index(behind);
      counts.mended += outcomes.filter(({ outcome }) => outcome === 'indexed').length;
    }
    counts.stories += page.length;
    progress.add(page.length);
  }
  progress.end();
  for await (const ids of engine.storedIds(pageSize)) {
    const known = await knownStories(dataSource, ids);
    const unknown = ids.filter((id) => !known.has(id));
    for (const id of unknown) await tell(id, 'unknown', null, null);
    if (mend) {
      await engine.remove(unknown.map((storyId) => ({ storyId })));
      counts.mended += unknown.length;
    }
  }
  return counts;
}
