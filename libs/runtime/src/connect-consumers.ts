import type { NestExpressApplication } from '@nestjs/platform-express';
import { BatchTransport, CrashLedger, EventBus, type EventTracer } from '#events';
import { Metrics, Tracing, type Logger } from '#platform';
import { LeaseRegistry } from '#store';

export interface Consumers {
  readonly transport: BatchTransport;
  /** Resolves with the error that ended a consumer, or that was told to `fail`. */
  readonly fatal: Promise<unknown>;
  /** Ends the process with an error. */
  readonly fail: (error: unknown) => void;
}

/** Connects the app's `@OnBatch` handlers to its event bus, counted, traced and with a word in the log; starts nothing. */
export function connectConsumers(app: NestExpressApplication, logger: Logger): Consumers {
  let tellFatal: (error: unknown) => void = () => undefined;
  const fatal = new Promise<unknown>((resolve) => (tellFatal = resolve));
  const results = app
    .get(Metrics)
    .counter('wiredesk_consumed_events_total', 'Events by what became of them', [
      'group',
      'topic',
      'result',
      'reason',
    ]);
  const retries = app
    .get(Metrics)
    .counter('wiredesk_consumer_retries_total', 'Tries of consumers that failed with a fault that passes', [
      'group',
      'topic',
      'reason',
    ]);
  const tracing = app.get(Tracing);
  const transport = new BatchTransport({
    bus: app.get(EventBus),
    leases: app.get(LeaseRegistry),
    ledger: app.get(CrashLedger),
    count: ({ group, topic, kind, reason }, count) =>
      results.inc({ group, topic, result: kind, reason }, count),
    onRetry: ({ error, ...about }) => {
      retries.inc({ group: about.group, topic: about.topic, reason: about.reason });
      logger.warn({ ...about, err: error }, 'events will be tried again');
    },
    onFatal: (error) => {
      logger.fatal({ err: error }, 'a consumer met an unknown error; the process stops');
      tellFatal(error);
    },
    ...(tracing.isOn ? { trace: traceEvents(tracing) } : {}),
  });
  app.connectMicroservice({ strategy: transport });
  return { transport, fatal, fail: tellFatal };
}

function traceEvents(tracing: Tracing): EventTracer {
  return ({ headers, key }, { group, topic }) =>
    tracing.begin(`${topic} ${group}`, 'consumer', {
      parent: headers['traceparent'],
      attributes: {
        'messaging.destination.name': topic,
        'messaging.consumer.group.name': group,
        'wiredesk.key': key,
      },
    });
}
