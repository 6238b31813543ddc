import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config, Logger } from '#platform';
import { createDataSource, migrate, startEmbeddedPostgres } from '#store';
import { readDeskFile } from './desk-file.js';
import { lockDesk } from './desk-lock.js';

export interface DeskDatabase {
  readonly url: string;
  /** Whether this is the first start on this data. */
  readonly fresh: boolean;
  /** Lets the data go: the lock, and the server when it is the desk's own. */
  close(): Promise<void>;
}

/** Brings up the desk's database: own server or that of DATABASE_URL, locked for this process, migrated. */
export async function openDatabase(config: Config, logger: Logger): Promise<DeskDatabase> {
  await mkdir(config.dataFolder, { recursive: true });
  const former = await readDeskFile(config.dataFolder);
  const server =
    config.database.url === undefined
      ? await startEmbeddedPostgres({ folder: join(config.dataFolder, 'postgres') })
      : undefined;
  const url = server?.url ?? config.database.url ?? '';
  const lock = await lockDesk(url, former);
  try {
    if (server?.adopted) logger.warn('took over the database server that a killed desk left running');
    const dataSource = await createDataSource({ url, ssl: config.database.ssl, poolSize: 2 }).initialize();
    const { applied } = await migrate(dataSource);
    await dataSource.destroy();
    if (applied.length > 0) logger.info({ applied }, 'the database was brought to this version');
    return {
      url,
      fresh: former === undefined,
      close: async () => {
        await lock.release();
        await server?.stop();
      },
    };
  } catch (error) {
    await lock.release();
    await server?.stop();
    throw error;
  }
}
