import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LOGGER, type Logger } from '#platform';

const everyMs = 30_000;

/** Notes when keys were last used, in memory, and writes it down now and then in one statement. */
@Injectable()
export class LastUsed implements OnApplicationBootstrap, OnModuleDestroy {
  private used = new Map<string, Date>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  note(keyId: string): void {
    this.used.set(keyId, new Date());
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.write(), everyMs);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }

  /** Writes what was noted. A failure costs only the freshness of `lastUsedAt`. */
  async write(): Promise<void> {
    if (this.used.size === 0) return;
    const used = [...this.used];
    this.used = new Map();
    try {
      await this.dataSource.query(
        `update access.api_keys as key set last_used_at = greatest(key.last_used_at, used.at)
         from unnest($1::uuid[], $2::timestamptz[]) as used (key_id, at) where key.key_id = used.key_id`,
        [used.map(([keyId]) => keyId), used.map(([, at]) => at)],
      );
    } catch (error) {
      this.logger.warn({ err: error }, 'when keys were last used was not written');
    }
  }
}
