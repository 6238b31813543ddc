import type { EventBus } from '#events';
import type { Logger, Metrics } from '#platform';

const everyMs = 15_000;

/** Keeps the gauges of consumer lag fresh; returns what stops it. */
export function watchLag(bus: EventBus, metrics: Metrics, logger: Logger): () => void {
  const events = metrics.gauge('wiredesk_consumer_lag_events', 'Events a group has not yet settled', [
    'group',
    'topic',
  ]);
  const age = metrics.gauge('wiredesk_consumer_lag_seconds', 'Age of the oldest such event', [
    'group',
    'topic',
  ]);
  const refresh = async (): Promise<void> => {
    try {
      for (const lag of await bus.lag()) {
        events.set({ group: lag.group, topic: lag.topic }, lag.events);
        age.set({ group: lag.group, topic: lag.topic }, lag.oldestSeconds);
      }
    } catch (error) {
      logger.warn({ err: error }, 'the lag of consumers cannot be read');
    }
  };
  const timer = setInterval(() => void refresh(), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
