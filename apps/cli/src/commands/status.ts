import { Command } from 'commander';
import { DeskClient } from '../desk-client.js';
import { printJson } from '../output.js';

/** `status`: feeds, counts, quarantine, lag. */
export function statusCommand(): Command {
  return new Command('status')
    .description('how the desk is: feeds, counts, quarantine, lag')
    .action(async (_options: unknown, command: Command) => {
      printJson(await (await DeskClient.of(command)).get('/v1/ops/status'));
    });
}
