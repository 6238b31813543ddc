import { Command } from 'commander';
import { withDatabase } from '../database.js';
import { printJson } from '../output.js';

/** `migrate`: brings the database to this version; safe to run twice and at once. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring the database (DATABASE_URL) to this version')
    .action(async () =>
      printJson(await withDatabase(async (dataSource) => (await import('#store')).migrate(dataSource))),
    );
}
