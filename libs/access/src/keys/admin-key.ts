import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG, LOGGER, type Config, type Logger } from '#platform';
import { KeyService } from './key-service.js';

const retryMs = 2_000;

/** Registers WIREDESK_ADMIN_KEY at the start; tries again while the store is away or not migrated yet. */
@Injectable()
export class AdminKey implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stopping = new AbortController();
  private registering: Promise<void> = Promise.resolve();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(KeyService) private readonly keys: KeyService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const key = this.config.adminKey;
    if (key === undefined) return;
    if (await this.tryOnce(key)) return;
    this.registering = this.keepTrying(key);
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.registering;
  }

  private async keepTrying(key: string): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await sleep(retryMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted || (await this.tryOnce(key))) return;
    }
  }

  private async tryOnce(key: string): Promise<boolean> {
    try {
      await this.keys.registerAdminKey(key);
      return true;
    } catch (error) {
      this.logger.warn({ err: error }, 'the admin key is not registered yet; trying again');
      return false;
    }
  }
}
