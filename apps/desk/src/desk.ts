import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { AccessModule, SessionService } from '#access';
import { WiredeskError } from '#contracts';
import type { Config, Logger } from '#platform';
import { startService, type RunningService } from '#runtime';
import { DeduplicatorModule } from '../../deduplicator/src/deduplicator.module.js';
import { GatewayModule } from '../../gateway/src/gateway.module.js';
import { IndexerModule } from '../../indexer/src/indexer.module.js';
import { NormaliserModule } from '../../normaliser/src/normaliser.module.js';
import { PublisherModule } from '../../publisher/src/publisher.module.js';
import { SearchModule } from '../../search/src/search.module.js';
import { banner } from './banner.js';
import { openDatabase, type DeskDatabase } from './database.js';
import { loadDemo } from './load-demo.js';
import { readDeskFile, writeDeskFile } from './desk-file.js';

export interface RunningDesk extends Pick<RunningService, 'stop' | 'fatal'> {
  readonly banner: string;
}

/** Starts everything that the desk is: database, all services, the demo wire on a first run. */
export async function startDesk(config: Config, logger: Logger): Promise<RunningDesk> {
  const adminKey = config.adminKey ?? (await readDeskFile(config.dataFolder))?.adminKey ?? generateAdminKey();
  const database = await openDatabase(config, logger);
  const service = await startServices({ ...config, adminKey }, database, logger);
  await writeDeskFile(config.dataFolder, {
    url: service.url,
    adminKey,
    databaseUrl: database.url,
    pid: process.pid,
  });
  const demo =
    config.demo && database.fresh ? await loadDemo({ url: service.url, adminKey }, logger) : undefined;
  const token = await service.app.get(SessionService).createSignInToken();
  return {
    fatal: service.fatal,
    banner: banner({
      url: service.url,
      signInUrl: `${service.url}/session?token=${token}`,
      adminKey,
      adminKeyGiven: config.adminKey !== undefined,
      dataFolder: resolve(config.dataFolder),
      demo: demo?.dispatches ?? 0,
    }),
    stop: async () => {
      await demo?.stop();
      const code = await service.stop();
      await database.close();
      return code;
    },
  };
}

async function startServices(
  config: Config,
  database: DeskDatabase,
  logger: Logger,
): Promise<RunningService> {
  try {
    return await startService({
      config,
      logger,
      databaseUrl: database.url,
      modules: [
        AccessModule,
        GatewayModule,
        NormaliserModule,
        DeduplicatorModule,
        IndexerModule,
        SearchModule,
        PublisherModule,
      ],
    });
  } catch (error) {
    await database.close();
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new WiredeskError('port_in_use', `port ${config.port} is taken; choose another with PORT`, {
      cause: error,
    });
  }
}

function generateAdminKey(): string {
  return `wd_admin_${randomBytes(32).toString('base64url')}`;
}
