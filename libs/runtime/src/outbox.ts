import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { topicsOf } from '#contracts';
import { horizonAge, KafkaClient, keepEventLog, LogEventBus, OutboxRelay, relayBacklog } from '#events';
import { Metrics, type Config, type Logger } from '#platform';
import { LeaseRegistry } from '#store';

/** What a service does for the event log besides writing to it. */
export interface Outbox {
  stop(): Promise<void>;
}

/**
 * Copies the topics that the service owns to Kafka, where there is one, and keeps the event log short. Any number of
 * processes may run it: leases choose who works.
 */
export function startOutbox(
  app: INestApplicationContext,
  { kafka, service }: Pick<Config, 'kafka' | 'service'>,
  logger: Logger,
): Outbox {
  const topics = topicsOf(service);
  if (service !== 'desk' && topics.length === 0) return { stop: () => Promise.resolve() };
  const leases = app.get(LeaseRegistry);
  const relay = kafka ? relayOf(app, service, topics, logger) : undefined;
  relay?.start();
  const keeper = keepEventLog({
    dataSource: app.get(DataSource),
    leases,
    relayed: kafka !== undefined,
    onTrimmed: (removed) => logger.info({ removed }, 'old events were cut from the log'),
    onTrouble: (error) => logger.warn({ err: error }, 'the event log could not be cut; trying again later'),
  });
  return {
    stop: async () => {
      await Promise.all([relay?.stop(), keeper.stop()]);
    },
  };
}

function relayOf(
  app: INestApplicationContext,
  shard: string,
  topics: ReturnType<typeof topicsOf>,
  logger: Logger,
): OutboxRelay {
  const metrics = app.get(Metrics);
  const copied = metrics.counter(
    'wiredesk_relayed_events_total',
    'Events copied from the event log to Kafka',
    ['topic'],
  );
  const refused = metrics.counter(
    'wiredesk_relay_refused_total',
    'Events that Kafka does not take for their size',
    ['topic'],
  );
  gaugeBacklog(metrics, app.get(DataSource), topics, logger);
  return new OutboxRelay({
    shard,
    topics,
    log: app.get(LogEventBus),
    leases: app.get(LeaseRegistry),
    kafka: app.get(KafkaClient),
    onTrouble: (error) => logger.warn({ err: error }, 'events cannot be copied to Kafka; trying again'),
    onRefused: ({ topic, key, position }, error) => {
      refused.inc({ topic });
      logger.error(
        { err: error, topic, key, position },
        'Kafka refuses an event; it went to the dead letters',
      );
    },
    onCopied: (topic, events) => copied.inc({ topic }, events),
  });
}

/** Asked at each scrape: a leader and its standbys tell the same. */
function gaugeBacklog(
  metrics: Metrics,
  dataSource: DataSource,
  topics: readonly string[],
  logger: Logger,
): void {
  const seconds = metrics.gauge(
    'wiredesk_relay_backlog_seconds',
    'Age of the oldest event that waits to be copied to Kafka',
    ['topic'],
  );
  metrics.gauge(
    'wiredesk_relay_backlog_events',
    'Events that wait to be copied to Kafka; counting stops at 100,000',
    ['topic'],
    async (events) => {
      try {
        for (const backlog of await relayBacklog(dataSource)) {
          if (!topics.includes(backlog.topic)) continue;
          events.set({ topic: backlog.topic }, backlog.events);
          seconds.set({ topic: backlog.topic }, backlog.oldestSeconds);
        }
      } catch (error) {
        logger.warn({ err: error }, 'the backlog of the relay cannot be read');
      }
    },
  );
}

/** The age of what holds every reader of the event log back, and which leases this process holds. */
export function gaugeStore(app: INestApplicationContext, logger: Logger): void {
  const metrics = app.get(Metrics);
  const leases = app.get(LeaseRegistry);
  metrics.gauge('wiredesk_lease_held', '1 = this process holds the lease', ['name'], (held) => {
    for (const lease of leases.states()) held.set({ name: lease.name }, lease.held ? 1 : 0);
  });
  metrics.gauge(
    'wiredesk_event_log_horizon_seconds',
    'Age of the oldest transaction that holds readers of the event log back',
    [],
    async (horizon) => {
      try {
        horizon.set(await horizonAge(app.get(DataSource)));
      } catch (error) {
        logger.warn({ err: error }, 'the horizon of the event log cannot be read');
      }
    },
  );
}
