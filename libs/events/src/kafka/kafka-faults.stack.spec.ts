import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId, type Topic } from '#contracts';
import { until } from '../event-bus.contract.js';
import { KafkaEventBus } from './kafka-event-bus.js';
import { testClient, testTopics } from './kafka.fixture.js';
import { noStream } from './no-stream.fixture.js';
import type { KafkaClient, KafkaOptions, KafkaRecord } from './kafka-port.js';
import { kafkaHome, startTestBroker, type TestBroker } from './test-broker.fixture.js';

const topic: Topic = 'wire.alerts';

function record(key: string): KafkaRecord {
  return { topic, key, value: Buffer.from('v'), headers: {} };
}

if (!kafkaHome) {
  console.warn('skipped: faults need WIREDESK_TEST_KAFKA_HOME, a folder whose lib holds the jars of Kafka');
}

(kafkaHome ? describe : describe.skip)('a bus whose broker fails', () => {
  let broker: TestBroker;
  let options: KafkaOptions;
  let kafka: KafkaClient;
  const trouble: unknown[] = [];
  const aBus = () => new KafkaEventBus({ kafka, log: noStream, onTrouble: (error) => trouble.push(error) });

  beforeAll(async () => {
    broker = await startTestBroker(kafkaHome!);
    options = { brokers: [broker.open], clientId: 'wiredesk-test', prefix: 'faults.' };
    kafka = testClient(options);
  }, 120_000);

  afterAll(() => broker.remove());

  it('waits for a topic that is not there yet, and says so', async () => {
    const bus = aBus();
    const seen: string[] = [];
    bus.consume({ group: newId(), topic }, (batch) => {
      seen.push(...batch.map(({ key }) => key));
      return Promise.resolve({ settled: batch.length });
    });
    await until(() => trouble.length > 0);
    expect(trouble[0]).toMatchObject({ code: 'kafka_unavailable' });
    await testTopics(kafka, [topic]);
    const producer = kafka.producer();
    await producer.send([record('first')]);
    await until(() => seen.includes('first'));
    await producer.close();
    await bus.close();
  }, 30_000);

  it.each([
    ['stops and comes back', 'stop'],
    ['is killed and comes back', 'kill'],
  ] as const)(
    'goes on where it was when the broker %s',
    async (_, end) => {
      const bus = aBus();
      const group = newId();
      const mark = newId();
      const seen: string[] = [];
      const consumption = bus.consume({ group, topic }, (batch) => {
        seen.push(...batch.map(({ key }) => key));
        return Promise.resolve({ settled: batch.length });
      });
      let ended = false;
      consumption.ended.then(
        () => (ended = true),
        () => (ended = true),
      );
      const producer = kafka.producer();
      await producer.send([record(`${mark} before`)]);
      await until(() => seen.includes(`${mark} before`));
      await broker[end]();
      trouble.length = 0;
      await expect(producer.send([record('lost?')])).rejects.toMatchObject({ code: 'kafka_unavailable' });
      await until(() => trouble.length > 0, 30);
      expect(trouble[0]).toMatchObject({ code: 'kafka_unavailable' });
      await broker.start();
      const sent = () =>
        producer.send([record(`${mark} after`)]).then(
          () => true,
          () => false,
        );
      await until(sent, 30);
      // the broker remembers the member that it lost, and waits for it as long as a session lasts
      await until(() => seen.includes(`${mark} after`), 30);
      expect(ended).toBe(false);
      expect(seen.filter((key) => key === `${mark} before`).length).toBeLessThanOrEqual(2);
      await producer.close();
      await bus.close();
    },
    120_000,
  );

  it('gives events again that a process took and had not settled when it was killed', async () => {
    const group = newId();
    const mark = newId();
    const producer = kafka.producer();
    await producer.send(['a', 'b', 'c'].map((name) => record(`${mark} ${name}`)));
    await producer.close();
    const script = new URL('./consume-and-hang.fixture.ts', import.meta.url).pathname;
    const child = spawn(
      process.execPath,
      [
        '--conditions=source',
        '--import',
        './tools/typescript.mjs',
        script,
        JSON.stringify(options),
        group,
        topic,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const bus = aBus();
    const seen: string[] = [];
    bus.consume({ group, topic }, (batch) => {
      seen.push(...batch.map(({ key }) => key).filter((key) => key.startsWith(mark)));
      return Promise.resolve({ settled: batch.length });
    });
    await until(() => seen.length === 3, 30);
    expect(seen.sort()).toEqual(['a', 'b', 'c'].map((name) => `${mark} ${name}`));
    await bus.close();
  }, 40_000);

  it('stops within some seconds though the broker is away, and closes what it opened', async () => {
    const bus = aBus();
    const seen: string[] = [];
    bus.consume({ group: newId(), topic }, (batch) => {
      seen.push(...batch.map(({ key }) => key));
      return Promise.resolve({ settled: batch.length });
    });
    await until(() => seen.length > 0);
    await broker.kill();
    await sleep(300);
    const begun = performance.now();
    await bus.close();
    expect(performance.now() - begun).toBeLessThan(12_000);
  }, 40_000);
});
