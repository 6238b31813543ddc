import { topicNames } from '#contracts';
import type { KafkaClient, KafkaOptions } from '#events';
import type { HealthRegistry, KafkaSettings, ServiceName } from '#platform';

/** The settings of a process as its Kafka client takes them. */
export function kafkaOptions(
  { brokers, prefix, ssl, sasl }: KafkaSettings,
  service: ServiceName,
): KafkaOptions {
  return {
    brokers,
    clientId: `wiredesk-${service}`,
    prefix,
    ...(ssl ? { ssl } : {}),
    ...(sasl ? { sasl } : {}),
  };
}

/** Services that people and feeds talk to: they stay ready while Kafka is away, since pushes and searches go on. */
const serving: readonly ServiceName[] = ['gateway', 'search', 'publisher'];

/** Readiness of a service on Kafka: its brokers answered and have all topics; for workers, they still answer. */
export function registerKafkaCheck(health: HealthRegistry, kafka: KafkaClient, service: ServiceName): void {
  const admin = kafka.admin();
  let complete = false;
  health.register('kafka', async () => {
    if (complete && serving.includes(service)) return;
    const found = await admin.describe(topicNames);
    const missing = topicNames.filter((name) => !found.some((topic) => topic.name === name));
    if (missing.length > 0)
      throw new Error(`topics are missing: ${missing.join(', ')}; run \`wiredesk topics\``);
    complete = true;
  });
}
