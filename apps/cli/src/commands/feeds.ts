import { Command } from 'commander';
import { DeskClient } from '../desk-client.js';
import { printJson } from '../output.js';

/** `feeds create|list|show`. */
export function feedsCommand(): Command {
  const feeds = new Command('feeds').description('the channels that dispatches come through');
  feeds
    .command('create')
    .argument('<id>', 'slug of the feed')
    .requiredOption('--provider <slug>', 'the agency whose copy it is')
    .option('--kind <kind>', 'how it arrives', 'push')
    .option(
      '--profile <slug>',
      'profile to read with (default: one named like the provider, else by content)',
    )
    .action(
      async (id: string, options: { provider: string; kind: string; profile?: string }, command: Command) => {
        const desk = await DeskClient.of(command);
        printJson(await desk.post('/v1/feeds', { id, ...options }));
      },
    );
  feeds.command('list').action(async (_options: unknown, command: Command) => {
    printJson(await (await DeskClient.of(command)).get('/v1/feeds'));
  });
  feeds
    .command('show')
    .argument('<id>')
    .action(async (id: string, _options: unknown, command: Command) => {
      printJson(await (await DeskClient.of(command)).get(`/v1/feeds/${encodeURIComponent(id)}`));
    });
  return feeds;
}
