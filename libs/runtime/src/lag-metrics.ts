import type { EventBus, Lag } from '#events';
import type { Logger, Metrics } from '#platform';

const everyMs = 15_000;

/** Keeps the gauges of consumer lag fresh; returns what stops it. */
export function watchLag(bus: EventBus, metrics: Metrics, logger: Logger): () => void {
  const events = metrics.gauge('wiredesk_consumer_lag_events', 'Events a group has not yet settled', [
    'group',
    'topic',
    'partition',
  ]);
  const age = metrics.gauge('wiredesk_consumer_lag_seconds', 'Age of the oldest such event', [
    'group',
    'topic',
  ]);
  const refresh = async (): Promise<void> => {
    try {
      const lags = await bus.lag();
      events.reset();
      age.reset();
      for (const { group, topic, partition, events: behind } of lags) {
        // the embedded log has no partitions: an empty label says so
        events.set({ group, topic, partition: partition === undefined ? '' : String(partition) }, behind);
      }
      for (const [group, topic, seconds] of oldestOf(lags)) age.set({ group, topic }, seconds);
    } catch (error) {
      logger.warn({ err: error }, 'the lag of consumers cannot be read');
    }
  };
  const timer = setInterval(() => void refresh(), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** The oldest unsettled event of each group and topic, over all partitions. */
function oldestOf(lags: readonly Lag[]): [group: string, topic: string, seconds: number][] {
  const readers = new Map<string, [string, string, number]>();
  for (const { group, topic, oldestSeconds } of lags) {
    const reader = readers.get(`${group} ${topic}`);
    readers.set(`${group} ${topic}`, [group, topic, Math.max(reader?.[2] ?? 0, oldestSeconds)]);
  }
  return [...readers.values()];
}
