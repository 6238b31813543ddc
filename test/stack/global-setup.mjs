import startPostgres from '../global-setup.mjs';

/**
 * Jest's global set-up of the stack's tests: PostgreSQL as in every run, and a private Kafka and Elasticsearch unless
 * the environment names some already. Sets KAFKA_BROKERS, ELASTICSEARCH_NODE and WIREDESK_TEST_KAFKA_HOME.
 */
export default async function setUp() {
  await startPostgres();
  const { startTestStack } = await import('./test-stack.ts');
  await startTestStack();
}
