import { Command } from 'commander';
import type { DataSource } from 'typeorm';
import { WiredeskError } from '#contracts';
import type { ElasticsearchEngine, Rebuild } from '#search';
import { withDatabase } from '../database.js';
import { printJson, printLine } from '../output.js';
import { Progress } from '../progress.js';
import { withSearchIndex } from '../search-index.js';

const pageSize = 500;
/** A story that the index refuses is told and left out; more than this share means that the index itself is wrong. */
const refusedAtMost = 0.01;

/**
 * `reindex`: makes the index of the stories anew from the truth, beside the one that is searched, and swaps them in one
 * step. Writes go on meanwhile, into both.
 */
export function reindexCommand(): Command {
  return new Command('reindex')
    .description('make the search index (ELASTICSEARCH_NODE) anew from the database, and swap it in')
    .option('--restart', 'give up a rebuild that was cut off, and begin again')
    .action(async (options: { restart?: true }) => {
      const result = await withSearchIndex((engine) =>
        withDatabase(async (dataSource) => {
          if (options.restart) await engine.abandonRebuild();
          const rebuild = await engine.beginRebuild();
          try {
            const counts = await fill(engine, rebuild, dataSource);
            await engine.finishRebuild(rebuild);
            return { index: rebuild.index, ...counts };
          } catch (error) {
            await engine.abandonRebuild();
            throw error;
          }
        }),
      );
      printJson(result);
      if (result.refused > 0) process.exitCode = 1;
    });
}

async function fill(
  engine: ElasticsearchEngine,
  rebuild: Rebuild,
  dataSource: DataSource,
): Promise<{ stories: number; refused: number }> {
  const { countStories, storyPages } = await import('#store');
  const total = await countStories(dataSource);
  const progress = new Progress('reindex', total);
  let refused = 0;
  let stories = 0;
  for await (const page of storyPages(dataSource, pageSize)) {
    for (const outcome of await engine.writeRebuild(rebuild, page)) {
      if (outcome.outcome !== 'refused') continue;
      refused += 1;
      await printLine({ storyId: outcome.storyId, refused: outcome.code, detail: outcome.detail });
    }
    stories += page.length;
    progress.add(page.length);
  }
  progress.end();
  if (refused > total * refusedAtMost) {
    throw new WiredeskError('reindex_refused', `the new index refuses ${refused} of ${stories} stories`);
  }
  return { stories, refused };
}
