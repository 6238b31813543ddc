import { Command } from 'commander';
import { DeskClient } from '../desk-client.js';
import { printJson } from '../output.js';

interface Selection {
  feed?: string;
  code?: string;
  state?: string;
}

/** `quarantine list|show|replay|dismiss`. */
export function quarantineCommand(): Command {
  const quarantine = new Command('quarantine').description('what was refused, and why');
  quarantine
    .command('list')
    .option('--feed <feed>')
    .option('--code <code>')
    .option('--state <state>', 'open, replayed, dismissed or skipped')
    .action(async (options: Selection, command: Command) => {
      printJson(await (await DeskClient.of(command)).get('/v1/quarantine', { ...options }));
    });
  quarantine
    .command('show')
    .argument('<id>')
    .action(async (id: string, _options: unknown, command: Command) => {
      printJson(await (await DeskClient.of(command)).get(`/v1/quarantine/${encodeURIComponent(id)}`));
    });
  quarantine
    .command('replay')
    .description('normalise again, after a profile was mended')
    .argument('[id]', 'one entry; else the selection')
    .option('--feed <feed>')
    .option('--code <code>')
    .action(async (id: string | undefined, options: Selection, command: Command) => {
      const desk = await DeskClient.of(command);
      const path =
        id === undefined ? '/v1/quarantine/replay' : `/v1/quarantine/${encodeURIComponent(id)}/replay`;
      printJson(await desk.post(path, id === undefined ? options : {}));
    });
  quarantine
    .command('dismiss')
    .argument('<id>')
    .action(async (id: string, _options: unknown, command: Command) => {
      printJson(
        await (await DeskClient.of(command)).post(`/v1/quarantine/${encodeURIComponent(id)}/dismiss`, {}),
      );
    });
  return quarantine;
}
