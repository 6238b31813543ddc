import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Topic } from '#contracts';
import { until } from '../event-bus.contract.js';
import { testClient, testTopics } from './kafka.fixture.js';
import { ProducerFencedError, type KafkaRecord } from './kafka-port.js';

const topic: Topic = 'wire.alerts';
const kafka = testClient();

function record(key: string, value: string | Buffer = 'v'): KafkaRecord {
  return { topic, key, value: Buffer.from(value), headers: { ce_id: newId() } };
}

describe('transactions on Kafka', () => {
  let topics: Awaited<ReturnType<typeof testTopics>>;
  const values: string[] = [];
  const reader = kafka.consumer({ group: newId(), topic });

  beforeAll(async () => {
    topics = await testTopics(kafka, [topic]);
    reader
      .run(({ messages, commit }) => {
        values.push(...messages.map(({ key, value }) => `${key} ${String(value).slice(0, 20)}`));
        return commit(messages.length);
      })
      .catch(() => undefined);
  });

  afterAll(async () => {
    await reader.stop();
    await topics.drop();
  });

  it('fence a leader that was deposed, so that it never puts an old event behind a newer one', async () => {
    const key = newId();
    const frozen = await kafka.transactionalProducer(key);
    await frozen.sendAll([record(key, '1')]);
    const successor = await kafka.transactionalProducer(key);
    await successor.sendAll([record(key, '2')]);
    await expect(frozen.sendAll([record(key, '1 again')])).rejects.toBeInstanceOf(ProducerFencedError);
    await expect(frozen.sendAll([record(key, '1 again')])).rejects.toMatchObject({ code: 'producer_spent' });
    await successor.sendAll([record(key, '3')]);
    await until(() => values.filter((value) => value.startsWith(key)).length === 3);
    expect(values.filter((value) => value.startsWith(key))).toEqual([`${key} 1`, `${key} 2`, `${key} 3`]);
    await Promise.all([frozen.close(), successor.close()]);
  });

  it('follow each other at once, in order', async () => {
    const key = newId();
    const producer = await kafka.transactionalProducer(key);
    const begun = performance.now();
    for (let n = 0; n < 40; n += 1) await producer.sendAll([record(key, String(n)), record(newId())]);
    expect((performance.now() - begun) / 40).toBeLessThan(150);
    await until(() => values.includes(`${key} 39`));
    const mine = values.filter((value) => value.startsWith(key));
    expect(mine).toEqual(Array.from({ length: 40 }, (_, n) => `${key} ${n}`));
    await producer.close();
  });

  it('carry more than the broker takes in one request', async () => {
    const key = newId();
    const producer = await kafka.transactionalProducer(key);
    const large = Buffer.alloc(250_000, 'x');
    await producer.sendAll(Array.from({ length: 30 }, () => record(key, large)));
    await until(() => values.filter((value) => value.startsWith(key)).length === 30);
    await producer.close();
  });

  it('are refused with a stable code, and seen by nobody, when a record is too large', async () => {
    const key = newId();
    const producer = await kafka.transactionalProducer(key);
    const tooLarge = record(key, Buffer.alloc(3_000_000));
    await expect(producer.sendAll([record(key), tooLarge])).rejects.toMatchObject({ code: 'kafka_refused' });
    await producer.close();
    const next = await kafka.transactionalProducer(key);
    await next.sendAll([record(key, 'after')]);
    await until(() => values.includes(`${key} after`));
    expect(values.filter((value) => value.startsWith(key))).toEqual([`${key} after`]);
    await next.close();
  });
});
