import { parseArgs } from 'node:util';
import { ConfigError } from '#contracts';
import { createLogger, readConfig, type Config } from '#platform';
import { exitWithMessage, runUntilStopped } from '#runtime';
import { startDesk } from './desk.js';

/** `npm start`, `wiredesk start`: the whole desk in this process. */
await exitWithMessage(async () => {
  const config = configOf(process.argv.slice(2));
  const logger = createLogger({ level: config.log.level, service: 'desk' });
  const desk = await startDesk(config, logger);
  process.stdout.write(`${desk.banner}\n`);
  const code = await runUntilStopped(desk);
  logger.info('the desk has stopped; all that it took is kept');
  return code;
});

function configOf(args: string[]): Config {
  const config = readConfig(process.env, { service: 'desk' });
  const [first, ...rest] = args;
  const { values } = readArgs(first === 'start' ? rest : args);
  // at a terminal the log shares the screen with the banner: only what needs attention is worth its place
  const quiet = process.stdout.isTTY && process.env['LOG_LEVEL'] === undefined;
  return {
    ...config,
    demo: config.demo && values['no-demo'] !== true,
    log: quiet ? { level: 'warn' } : config.log,
  };
}

function readArgs(args: string[]) {
  try {
    return parseArgs({ args, options: { 'no-demo': { type: 'boolean' } } });
  } catch (cause) {
    throw new ConfigError('usage', 'usage: wiredesk start [--no-demo]', { cause });
  }
}
