import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { trimEventLog } from '#events';
import type { Logger } from '#platform';

const everyMs = 600_000;

/** Cuts the event log every ten minutes; returns what stops it. */
export function keepEventLog(app: INestApplicationContext, logger: Logger): () => void {
  const dataSource = app.get(DataSource);
  const trim = async (): Promise<void> => {
    try {
      const removed = await trimEventLog(dataSource);
      if (removed > 0) logger.info({ removed }, 'old events were cut from the log');
    } catch (error) {
      logger.warn({ err: error }, 'the event log could not be cut; trying again later');
    }
  };
  const timer = setInterval(() => void trim(), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
