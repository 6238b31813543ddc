import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type WiredeskError } from '#contracts';
import { testClient, testTopics } from './kafka.fixture.js';
import type { KafkaOptions } from './kafka-port.js';
import { kafkaHome, login, startTestBroker, type TestBroker } from './test-broker.fixture.js';

if (!kafkaHome) {
  console.warn(
    'skipped: TLS and logins need WIREDESK_TEST_KAFKA_HOME, a folder whose lib holds the jars of Kafka',
  );
}

(kafkaHome ? describe : describe.skip)('a broker with TLS and logins', () => {
  let broker: TestBroker;

  beforeAll(async () => {
    broker = await startTestBroker(kafkaHome!);
  }, 120_000);

  afterAll(() => broker.remove());

  const options = (change: Partial<KafkaOptions>): KafkaOptions => ({
    brokers: [broker.secure],
    clientId: 'wiredesk-test',
    prefix: `${newId()}.`,
    ssl: { ca: broker.ca, rejectUnauthorized: true },
    sasl: { mechanism: 'plain', ...login },
    ...change,
  });

  it.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)(
    'takes events from who signs in by %s, and gives them back',
    async (mechanism) => {
      const kafka = testClient(options({ sasl: { mechanism, ...login } }));
      const topics = await testTopics(kafka, ['wire.alerts']);
      const producer = kafka.producer();
      await producer.send([{ topic: 'wire.alerts', key: 'k', value: Buffer.from('v'), headers: {} }]);
      await producer.close();
      const consumer = kafka.consumer({ group: newId(), topic: 'wire.alerts' });
      let seen = '';
      const ended = consumer.run(({ messages }) => {
        seen += messages.map(({ key, value }) => key + String(value)).join();
        void consumer.stop();
        return Promise.resolve();
      });
      await ended;
      expect(seen).toBe('kv');
      await topics.drop();
    },
  );

  it('refuses a wrong password at once, and not as a fault that would pass', async () => {
    const kafka = testClient(options({ sasl: { mechanism: 'plain', ...login, password: 'wrong' } }));
    const ended = kafka.consumer({ group: newId(), topic: 'wire.alerts' }).run(() => Promise.resolve());
    const error = await ended.catch((error: WiredeskError) => error);
    expect(error).toMatchObject({ code: 'kafka_refused' });
    expect(String(error)).not.toContain('wrong');
  });

  it('is not believed without the certificate that vouches for it', async () => {
    const kafka = testClient(options({ ssl: { rejectUnauthorized: true } }));
    await expect(kafka.admin().brokerCount()).rejects.toMatchObject({
      code: 'kafka_unavailable',
      message: expect.stringContaining('self-signed'),
    });
  });
});
