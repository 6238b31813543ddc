import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { drop, ok, OnBatch, type EventBatch, type StepResult } from '#events';
import { LOGGER, Metrics, type Logger } from '#platform';

/** Tells operators of alerts, whichever service raised them: a metric that rules watch, and a line in the log. */
@Controller()
export class AlertsHandler {
  private readonly raised;

  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.raised = metrics.counter('wiredesk_alerts_total', 'Alerts to operators, by code', ['code']);
  }

  @OnBatch('wire.alerts', { group: 'gateway-alerts' })
  handle(@Payload() batch: EventBatch<'wire.alerts'>): Promise<StepResult[]> {
    return Promise.resolve(
      batch.events.map(({ event }) => {
        if (event?.data.audience !== 'ops') return drop('not_for_operators');
        const { code, detail, storyId, transmissionId, provider } = event.data;
        this.raised.inc({ code });
        this.logger.warn({ code, storyId, transmissionId, provider }, detail);
        return ok;
      }),
    );
  }
}
