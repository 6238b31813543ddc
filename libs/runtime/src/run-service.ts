import { ConfigError, WiredeskError } from '#contracts';
import { readConfig, requireStack, stopSignal, type Config, type ServiceName } from '#platform';
import { startService, type RunningService, type ServiceOptions } from './start-service.js';

/** The `main` of a service that runs alone: reads the environment, starts, waits for a signal, drains, exits. */
export async function runService(
  service: ServiceName,
  modules: (config: Config) => ServiceOptions['modules'],
): Promise<void> {
  await exitWithMessage(async () => {
    const config = readConfig(process.env, { service });
    requireStack(config);
    if (config.database.url === undefined) throw new ConfigError('no_database', 'DATABASE_URL is missing');
    const running = await startService({
      config,
      databaseUrl: config.database.url,
      modules: modules(config),
    });
    running.logger.info({ url: running.url }, `${service} listens`);
    return runUntilStopped(running);
  });
}

/** Waits for a stop signal or a fatal error, drains, and gives the exit code. */
export async function runUntilStopped(running: Pick<RunningService, 'stop' | 'fatal'>): Promise<number> {
  const why = await Promise.race([stopSignal(), running.fatal.then(() => 'fatal' as const)]);
  const code = await running.stop();
  return why === 'fatal' ? 1 : code;
}

/** Ends the process with the code of `main`; an error that is ours becomes one line instead of a stack. */
export async function exitWithMessage(main: () => Promise<number>): Promise<void> {
  try {
    process.exit(await main());
  } catch (error) {
    if (!(error instanceof WiredeskError)) throw error;
    process.stderr.write(`wiredesk: ${error.message} (${error.code})\n`);
    process.exit(1);
  }
}
