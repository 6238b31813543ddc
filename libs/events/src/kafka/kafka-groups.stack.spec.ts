import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId, RetriableError, type Topic } from '#contracts';
import { until } from '../event-bus.contract.js';
import type { BatchConsumer, Consumption } from '../event-bus.js';
import { KafkaEventBus } from './kafka-event-bus.js';
import { testClient, testTopics } from './kafka.fixture.js';
import { noStream } from './no-stream.fixture.js';
import type { KafkaRecord } from './kafka-port.js';

const topic: Topic = 'wire.deliveries';
const other: Topic = 'wire.alerts';
const kafka = testClient();

function records(count: number, mark: string, of: Topic = topic): KafkaRecord[] {
  return Array.from({ length: count }, (_, n) => ({
    topic: of,
    key: `${mark} ${n % 50}`,
    value: Buffer.from(String(n)),
    headers: { ce_id: newId() },
  }));
}

describe('consumer groups on Kafka', () => {
  let topics: Awaited<ReturnType<typeof testTopics>>;
  const buses: KafkaEventBus[] = [];
  const producer = kafka.producer();

  const aBus = (): KafkaEventBus => {
    const bus = new KafkaEventBus({ kafka, log: noStream, onTrouble: () => undefined });
    buses.push(bus);
    return bus;
  };

  beforeAll(async () => {
    topics = await testTopics(kafka, [topic, other]);
  });

  afterEach(async () => {
    for (const bus of buses.splice(0)) await bus.close();
  });

  afterAll(async () => {
    await producer.close();
    await topics.drop();
  });

  /** Notes `key value` of each event of a mark, and settles all. */
  const noting =
    (mark: string, seen: string[]): BatchConsumer =>
    (batch) => {
      for (const { key, value } of batch) if (key.startsWith(mark)) seen.push(`${key} ${String(value)}`);
      return Promise.resolve({ settled: batch.length });
    };

  it('share the partitions, and lose nothing and no order when a member leaves in the middle', async () => {
    const mark = newId();
    const group = newId();
    const [first, second]: [string[], string[]] = [[], []];
    const one = aBus().consume({ group, topic, maxBatch: 20 }, noting(mark, first));
    const two = aBus().consume({ group, topic, maxBatch: 20 }, noting(mark, second));
    for (let round = 0; !(first.length > 0 && second.length > 0); round += 1) {
      await producer.send(records(50, `${mark} ${round}`));
      await sleep(100);
    }
    const all = records(2_000, `${mark} x`);
    const sending = (async () => {
      for (let at = 0; at < all.length; at += 100) await producer.send(all.slice(at, at + 100));
    })();
    await until(() => first.length > 300);
    await one.stop();
    await sending;
    const seen = () => [...first, ...second].filter((entry) => entry.startsWith(`${mark} x`));
    await until(() => new Set(seen()).size === all.length);
    for (const member of [first, second]) {
      const valuesOf = new Map<string, number[]>();
      for (const entry of member.filter((entry) => entry.startsWith(`${mark} x`))) {
        const [key, value] = [entry.slice(0, entry.lastIndexOf(' ')), entry.slice(entry.lastIndexOf(' '))];
        valuesOf.set(key, [...(valuesOf.get(key) ?? []), Number(value)]);
      }
      for (const values of valuesOf.values()) expect(values).toEqual([...values].sort((a, b) => a - b));
    }
    await two.stop();
  }, 40_000);

  it('read several topics each with a consumer of its own', async () => {
    const mark = newId();
    const group = newId();
    const [deliveries, alerts]: [string[], string[]] = [[], []];
    aBus().consume({ group, topic }, noting(mark, deliveries));
    aBus().consume({ group, topic: other }, noting(mark, alerts));
    await producer.send([...records(30, mark), ...records(40, mark, other)]);
    await until(() => deliveries.length === 30 && alerts.length === 40);
  });

  it('end with the error that the handler threw, and give its events again to whoever comes', async () => {
    const mark = newId();
    const group = newId();
    const bug = new TypeError('a bug');
    await producer.send(records(10, mark));
    const ended = aBus().consume({ group, topic, maxBatch: 3 }, () => Promise.reject(bug)).ended;
    await expect(ended).rejects.toBe(bug);
    const seen: string[] = [];
    aBus().consume({ group, topic }, noting(mark, seen));
    await until(() => seen.length === 10);
  });

  it('end with a fault of another broker call as it was thrown, for it came from the handler', async () => {
    const fault = new RetriableError('kafka_unavailable', 'thrown by a handler');
    await producer.send(records(1, newId()));
    await expect(aBus().consume({ group: newId(), topic }, () => Promise.reject(fault)).ended).rejects.toBe(
      fault,
    );
  });

  it('go on with other partitions while one must wait long', async () => {
    const mark = newId();
    const held = new Set<string>();
    const seen: string[] = [];
    await producer.send(records(50, mark));
    const consumption = aBus().consume({ group: newId(), topic }, (batch) => {
      const partition = batch[0]!.position.split('-')[0]!;
      if (held.size === 0) held.add(partition);
      if (held.has(partition)) return Promise.resolve({ settled: 0, retryAfterMs: 60_000 });
      return noting(mark, seen)(batch, undefined as never);
    });
    await until(() => seen.length > 20);
    await consumption.stop();
  });

  it('repeat the rest of a batch after a short wait, in order and from the first event that is not settled', async () => {
    const mark = newId();
    const taken: number[] = [];
    let refusals = 3;
    await producer.send(records(40, mark).map((record) => ({ ...record, key: mark })));
    aBus().consume({ group: newId(), topic }, (batch) => {
      const mine = batch.filter(({ key }) => key === mark);
      if (mine.length === 0) return Promise.resolve({ settled: batch.length });
      const upTo = refusals > 0 ? batch.indexOf(mine[0]!) + 1 : batch.length;
      taken.push(
        ...mine.filter((message) => batch.indexOf(message) < upTo).map(({ value }) => Number(value)),
      );
      refusals -= 1;
      return Promise.resolve(
        upTo < batch.length ? { settled: upTo, retryAfterMs: 20 } : { settled: batch.length },
      );
    });
    await until(() => taken.length >= 40);
    expect(taken).toEqual(Array.from({ length: 40 }, (_, n) => n));
  });

  it('finish and commit the batch in hand when they are asked to stop', async () => {
    const mark = newId();
    const group = newId();
    await producer.send(records(20, mark));
    const seen: string[] = [];
    let consumption: Consumption | undefined;
    consumption = aBus().consume({ group, topic }, async (batch, { signal }) => {
      if (!batch.some(({ key }) => key.startsWith(mark))) return { settled: batch.length };
      const stopped = consumption!.stop();
      await sleep(200);
      expect(signal.aborted).toBe(true);
      void stopped;
      return noting(mark, seen)(batch, undefined as never);
    });
    await consumption.ended;
    const again: string[] = [];
    aBus().consume({ group, topic }, noting(mark, again));
    await until(() => seen.length + again.length >= 20);
    expect(new Set([...seen, ...again]).size).toBe(20);
    expect(again.length).toBe(20 - seen.length);
  });

  it('tell their lag by partition, with the age of what waits, and nothing when all is done', async () => {
    const group = newId();
    const bus = aBus();
    let isOpen = false;
    await producer.send(
      records(30, newId()).map((record) => ({ ...record, at: new Date(Date.now() - 60_000) })),
    );
    bus.consume({ group, topic }, (batch) =>
      Promise.resolve(isOpen ? { settled: batch.length } : { settled: 0, retryAfterMs: 100 }),
    );
    const total = async () => (await bus.lag()).reduce((sum, { events }) => sum + events, 0);
    await until(async () => (await bus.lag()).some((lag) => lag.oldestSeconds >= 0 && lag.events > 0));
    expect((await bus.lag()).map(({ partition }) => partition)).toEqual([0, 1, 2]);
    isOpen = true;
    await until(async () => (await total()) === 0);
    expect((await bus.lag()).every(({ oldestSeconds }) => oldestSeconds === 0)).toBe(true);
    const all = await aBus().lag('all');
    expect(all.filter((lag) => lag.group === group)).toHaveLength(3);
  });
});
