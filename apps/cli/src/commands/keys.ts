import { Command } from 'commander';
import { DeskClient } from '../desk-client.js';
import { printJson, printPlain, say } from '../output.js';

interface CreateOptions {
  scope: string[];
  feed?: string;
  provider?: string[];
  expires?: string;
}

/** `keys create|list|revoke`. */
export function keysCommand(): Command {
  const keys = new Command('keys').description('API keys');
  keys
    .command('create')
    .requiredOption(
      '--scope <scopes...>',
      'feed:push, search:read, ops:read, ops:write, destinations:write or admin',
    )
    .option('--feed <feed>', 'the one feed that a feed:push key may push to')
    .option('--provider <providers...>', 'the providers whose copy the key may read (default: all)')
    .option('--expires <instant>', 'when it ends (ISO 8601 with zone)')
    .action(async (options: CreateOptions, command: Command) => {
      const desk = await DeskClient.of(command);
      const { key, ...rest } = await desk.post<{ key: string }>('/v1/keys', {
        scopes: options.scope,
        feed: options.feed,
        providers: options.provider,
        expiresAt: options.expires,
      });
      say(`this key is shown once: ${JSON.stringify(rest)}`);
      printPlain(key);
    });
  keys.command('list').action(async (_options: unknown, command: Command) => {
    printJson(await (await DeskClient.of(command)).get('/v1/keys'));
  });
  keys
    .command('revoke')
    .argument('<id>')
    .action(async (id: string, _options: unknown, command: Command) => {
      await (await DeskClient.of(command)).delete(`/v1/keys/${encodeURIComponent(id)}`);
      say(`key ${id} no longer works`);
    });
  return keys;
}
