import { Command } from 'commander';
import { withDatabase } from '../database.js';
import { printJson } from '../output.js';

/** `republish`: writes `wire.stories` anew from the truth, for a consumer that lost its state. */
export function republishCommand(): Command {
  return new Command('republish')
    .description(
      'put the current snapshot of stories on wire.stories again; consumers that have them ignore them',
    )
    .argument('[storyIds...]', 'stories; default all')
    .action(async (storyIds: string[]) => {
      const count = await withDatabase(async (dataSource) =>
        (await import('#store')).republishStories(dataSource, storyIds.length > 0 ? { storyIds } : {}),
      );
      printJson({ republished: count });
    });
}
