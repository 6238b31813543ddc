import { Command } from 'commander';
import { DeskClient } from '../desk-client.js';
import { printJson } from '../output.js';

interface ReplayOptions {
  feed?: string;
  from?: string;
  to?: string;
  notify?: boolean;
}

/** `replay transmissions`: normalises stored bytes again: same versions, new revisions, quiet unless `--notify`. */
export function replayCommand(): Command {
  const replay = new Command('replay').description('do stored input again');
  replay
    .command('transmissions')
    .argument('[ids...]', 'transmissions; else the selection')
    .option('--feed <feed>')
    .option('--from <instant>', 'received at or after')
    .option('--to <instant>', 'received before')
    .option('--notify', 'alert and deliver what changes')
    .action(async (ids: string[], options: ReplayOptions, command: Command) => {
      const desk = await DeskClient.of(command);
      printJson(
        await desk.post('/v1/ops/replay', {
          ...options,
          ...(ids.length > 0 ? { transmissionIds: ids } : {}),
          notify: options.notify === true,
        }),
      );
    });
  return replay;
}
