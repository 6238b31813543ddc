import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { WiredeskError } from '#contracts';
import { dedupeCommand } from './commands/dedupe.js';
import { feedsCommand } from './commands/feeds.js';
import { keysCommand } from './commands/keys.js';
import { migrateCommand } from './commands/migrate.js';
import { parseCommand } from './commands/parse.js';
import { quarantineCommand } from './commands/quarantine.js';
import { reconcileCommand } from './commands/reconcile.js';
import { reindexCommand } from './commands/reindex.js';
import { replayCommand } from './commands/replay.js';
import { republishCommand } from './commands/republish.js';
import { statusCommand } from './commands/status.js';
import { topicsCommand } from './commands/topics.js';
import { say } from './output.js';

/** The compiled file lies four folders below package.json, in the repository and in an image alike. */
const { version } = JSON.parse(
  readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'),
) as { version: string };

const program = new Command('wiredesk')
  .description('Takes in wire dispatches, knows what is new, tells who must know.')
  .version(version, '--version', 'print the version')
  .option('--url <url>', 'the desk to talk to (WIREDESK_URL; default: the desk that runs on ./.wiredesk)')
  .option('--key <key>', 'an admin key of it (WIREDESK_KEY)')
  .addCommand(new Command('start').description('run the whole desk here, embedded').allowUnknownOption())
  .addCommand(parseCommand())
  .addCommand(dedupeCommand())
  .addCommand(feedsCommand())
  .addCommand(keysCommand())
  .addCommand(quarantineCommand())
  .addCommand(replayCommand())
  .addCommand(republishCommand())
  .addCommand(reindexCommand())
  .addCommand(reconcileCommand())
  .addCommand(statusCommand())
  .addCommand(migrateCommand())
  .addCommand(topicsCommand())
  .exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else {
    if (!(error instanceof WiredeskError)) throw error;
    say(`wiredesk: ${error.message} (${error.code})`);
    process.exitCode = 1;
  }
}
