import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AttemptOutcome, ClaimedDelivery, SenderObserver, SettledRow, TracedAttempt } from '#delivery';
import { LOGGER, Metrics, Tracing, type Logger } from '#platform';

/** Turns what the sender tells into measures, traces and log lines. */
@Injectable()
export class DeliveryObserver implements SenderObserver {
  private readonly attempts;
  private readonly seconds;
  private readonly deliveries;

  constructor(
    @Inject(Metrics) metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(DataSource) dataSource: DataSource,
    @Inject(Tracing) private readonly tracing: Tracing,
  ) {
    this.attempts = metrics.counter('wiredesk_delivery_attempts_total', 'Attempts to deliver, by result', [
      'destination',
      'result',
    ]);
    this.seconds = metrics.histogram('wiredesk_delivery_attempt_seconds', 'Time of one attempt to deliver', [
      'destination',
    ]);
    this.deliveries = metrics.counter('wiredesk_deliveries_total', 'Settled deliveries', [
      'destination',
      'state',
    ]);
    gaugeWaiting(metrics, dataSource, logger);
  }

  begun({ destination, deliveryId, attempt, traceparent }: ClaimedDelivery): TracedAttempt | undefined {
    if (!this.tracing.isOn) return undefined;
    return this.tracing.begin('deliver', 'client', {
      parent: traceparent ?? undefined,
      attributes: {
        'wiredesk.destination': destination,
        'wiredesk.delivery': deliveryId,
        'wiredesk.attempt': attempt,
      },
    });
  }

  attempted(delivery: ClaimedDelivery, outcome: AttemptOutcome, seconds: number): void {
    const { destination, deliveryId, attempt } = delivery;
    const result = outcome.kind === 'failed' ? outcome.error : outcome.kind;
    this.attempts.inc({ destination, result });
    this.seconds.observe({ destination }, seconds);
    const about = { destination, deliveryId, attempt, result };
    if (outcome.kind !== 'failed') this.logger.debug(about, 'delivery attempted');
    else if (outcome.waitMs === undefined) this.logger.error(about, 'a delivery failed for good');
    else this.logger.info({ ...about, waitMs: outcome.waitMs }, 'a delivery failed and will be tried again');
  }

  settled(rows: readonly SettledRow[]): void {
    for (const { destination, state } of rows) this.deliveries.inc({ destination, state });
  }

  trouble(error: unknown): void {
    this.logger.warn({ err: error }, 'the delivery ledger cannot be used; trying again');
  }
}

function gaugeWaiting(metrics: Metrics, dataSource: DataSource, logger: Logger): void {
  const oldest = metrics.gauge(
    'wiredesk_delivery_oldest_pending_seconds',
    'Age of the oldest waiting delivery',
    ['destination'],
  );
  metrics.gauge('wiredesk_deliveries_pending', 'Waiting deliveries', ['destination'], async (pending) => {
    try {
      const rows: { destination: string; count: number; age: number }[] = await dataSource.query(
        `select destination, count(*)::int as count, extract(epoch from now() - min(created_at))::float8 as age
         from publisher.deliveries where state = 'pending' group by destination`,
      );
      pending.reset();
      oldest.reset();
      for (const { destination, count, age } of rows) {
        pending.set({ destination }, count);
        oldest.set({ destination }, age);
      }
    } catch (error) {
      logger.warn({ err: error }, 'waiting deliveries cannot be counted');
    }
  });
}
