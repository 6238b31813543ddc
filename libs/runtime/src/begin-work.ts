import { setTimeout as sleep } from 'node:timers/promises';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DataSource } from 'typeorm';
import { isStoreFault } from '#contracts';
import type { Config, Logger } from '#platform';
import { pendingMigrations } from '#store';
import { startOutbox, type Outbox } from './outbox.js';

const askMs = 1_000;

/** The work of a service on events: its consumers and its share in the outbox. */
export interface Work {
  /** Ends the share in the outbox; consumers are ended by their transport. */
  stop(): Promise<void>;
}

/**
 * Begins to consume and to copy events, at once when the database is at this version, else as soon as it is: a service
 * that starts before its migration job waits, unready, and does not fail again and again meanwhile.
 */
export async function beginWork(
  app: NestExpressApplication,
  config: Config,
  logger: Logger,
  onFatal: (error: unknown) => void,
): Promise<Work> {
  const dataSource = app.get(DataSource);
  const stopping = new AbortController();
  let outbox: Outbox | undefined;
  const begin = async (): Promise<void> => {
    await app.startAllMicroservices();
    outbox = startOutbox(app, config, logger);
  };
  const beginLater = async (): Promise<void> => {
    logger.warn('the database is not at this version yet; waiting for `wiredesk migrate`');
    while (!(await isMigrated(dataSource, logger))) {
      await sleep(askMs, undefined, { signal: stopping.signal });
    }
    await begin();
  };
  let begun = Promise.resolve();
  if (await isMigrated(dataSource, logger)) await begin();
  else
    begun = beginLater()
      .catch((error: unknown) => stopping.signal.aborted || onFatal(error))
      .then(() => undefined);
  return {
    stop: async () => {
      stopping.abort();
      await begun;
      await outbox?.stop();
    },
  };
}

/** A database that does not answer is as good as one that is not migrated. */
async function isMigrated(dataSource: DataSource, logger: Logger): Promise<boolean> {
  try {
    return !(await pendingMigrations(dataSource));
  } catch (error) {
    if (!isStoreFault(error)) throw error;
    logger.warn({ err: error }, 'the database does not answer');
    return false;
  }
}
