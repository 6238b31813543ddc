import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchKafka } from '../../tools/stack/kafka.js';
import { Stack, stackHome } from '../../tools/stack/stack.js';

let running: { stack: Stack; data: string } | undefined;

/**
 * Starts a Kafka and an Elasticsearch of the run's own, with downloads from the cache that `npm run stack` fills too,
 * and names them in the environment. Where the environment names both already, those are used.
 */
export async function startTestStack(): Promise<void> {
  const env = process.env;
  const kafkaHome = await fetchKafka(join(stackHome(), 'downloads'));
  env['WIREDESK_TEST_KAFKA_HOME'] ??= kafkaHome;
  if (env['KAFKA_BROKERS'] && env['ELASTICSEARCH_NODE']) return;
  const data = await mkdtemp(join(tmpdir(), 'wiredesk-stack-'));
  const stack = await Stack.at({ data, quick: true, ports: { kafka: 0, elasticsearch: 0 } });
  running = { stack, data };
  try {
    await stack.start(['kafka', 'elasticsearch']);
  } catch (error) {
    await stopTestStack();
    throw error;
  }
  env['KAFKA_BROKERS'] = stack.kafka.address;
  env['ELASTICSEARCH_NODE'] = stack.elasticsearch.address;
}

/** Stops what was started, and removes its data. */
export async function stopTestStack(): Promise<void> {
  if (!running) return;
  await running.stack.stop();
  await rm(running.data, { recursive: true, force: true });
  running = undefined;
}
