import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DeliverySender, purgeLedger } from '#delivery';
import { LOGGER, type Logger } from '#platform';
import { publisherSettings, type PublisherSettings } from './publisher.settings.js';

/** Starts and stops the sender with the process, and keeps the ledger from growing. */
@Injectable()
export class SenderRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private purging: Promise<void> = Promise.resolve();

  constructor(
    @Inject(DeliverySender) private readonly sender: DeliverySender,
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(publisherSettings) private readonly settings: PublisherSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.sender.start();
    this.timer = setInterval(() => {
      this.purging = this.purge();
    }, this.settings.purgeEveryMs);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all([this.sender.stop(this.settings.stopGraceMs), this.purging]);
  }

  private async purge(): Promise<void> {
    try {
      const removed = await purgeLedger(this.dataSource);
      this.logger.debug(removed, 'old deliveries removed');
    } catch (error) {
      this.logger.warn({ err: error }, 'old deliveries could not be removed; the next hour tries again');
    }
  }
}
