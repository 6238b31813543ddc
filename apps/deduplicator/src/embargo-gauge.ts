import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LOGGER, Metrics, type Logger } from '#platform';
import { overdueSeconds } from '#store';

/** Tells at each scrape for how long an embargo that has ended is still held: 0 while all goes well. */
@Injectable()
export class EmbargoGauge {
  constructor(
    @Inject(DataSource) dataSource: DataSource,
    @Inject(LOGGER) logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    metrics.gauge(
      'wiredesk_embargo_overdue_seconds',
      'Age of the oldest embargo that has ended and is still held',
      [],
      async (overdue) => {
        try {
          overdue.set(await overdueSeconds(dataSource));
        } catch (error) {
          logger.warn({ err: error }, 'overdue embargoes cannot be read');
        }
      },
    );
  }
}
