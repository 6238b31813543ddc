import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type OutgoingEvent, type Topic } from '#contracts';
import { appendEvents, LeaseRegistry, mostInlineBytes } from '#store';
import { testDatabase } from '#testing';
import type { EventMessage } from '../event-bus.js';
import { until } from '../event-bus.contract.js';
import { KafkaEventBus } from '../kafka/kafka-event-bus.js';
import type { KafkaClient } from '../kafka/kafka-port.js';
import { ProducerFencedError } from '../kafka/kafka-port.js';
import { testClient, testTopics } from '../kafka/kafka.fixture.js';
import { LogEventBus } from '../log/log-event-bus.js';
import { resolveDataRefs } from '../log/resolve-data-refs.js';
import { OutboxRelay, relayLease } from './outbox-relay.js';

const shard = 'tests';
const topic: Topic = 'wire.filings';
const timing = { ttlMs: 1_500, trustMs: 1_000, renewMs: 200, askMs: 100 };

describe('the outbox relay on Kafka', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let kafka: KafkaClient;
  let topics: Awaited<ReturnType<typeof testTopics>>;
  let log: LogEventBus;
  let bus: KafkaEventBus;
  const relays: OutboxRelay[] = [];
  const trouble: unknown[] = [];
  const onTrouble = (error: unknown) => void trouble.push(error);

  beforeAll(async () => {
    database = await testDatabase();
    kafka = testClient();
    topics = await testTopics(kafka, [topic]);
    log = new LogEventBus(database.dataSource, { url: database.url, onTrouble });
    bus = new KafkaEventBus({
      kafka,
      log,
      resolve: (messages) => resolveDataRefs(database.dataSource, messages),
      onTrouble,
    });
  });

  afterEach(async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    trouble.length = 0;
  });

  afterAll(async () => {
    await bus.close();
    await log.close();
    await topics.drop();
    await database.drop();
  });

  function startRelay(client: Pick<KafkaClient, 'transactionalProducer'> = kafka): OutboxRelay {
    const relay = new OutboxRelay({
      shard,
      topics: [topic],
      log,
      leases: new LeaseRegistry(database.dataSource, { onTrouble, timing }),
      kafka: client,
      onTrouble,
      onRefused: onTrouble,
      onCopied: () => undefined,
    });
    relay.start();
    relays.push(relay);
    return relay;
  }

  const publish = (key: string, ...values: string[]) =>
    database.dataSource.transaction((manager) =>
      appendEvents(
        manager,
        values.map((value): OutgoingEvent => {
          return { topic, key, headers: { ce_id: newId() }, value: Buffer.from(value) };
        }),
      ),
    );

  /** What a new group is given of some keys, as it comes. */
  function follow(keys: readonly string[]) {
    const seen: EventMessage[] = [];
    const consumption = bus.consume({ group: newId(), topic }, (batch) => {
      seen.push(...batch.filter(({ key }) => keys.includes(key)));
      return Promise.resolve({ settled: batch.length });
    });
    const values = (key: string) => seen.filter((one) => one.key === key).map((one) => String(one.value));
    return { seen, values, stop: () => consumption.stop() };
  }

  it('brings consumers every event, in order per key, the large ones whole', async () => {
    const keys = Array.from({ length: 40 }, () => newId());
    const large = 'x'.repeat(mostInlineBytes + 1);
    startRelay();
    const follower = follow(keys);
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(keys.map((key) => publish(key, `${round}.0`, `${round}.1`)));
    }
    await publish(keys[0]!, large, 'y'.repeat(mostInlineBytes));
    await until(() => follower.seen.length >= 802);
    const expected = Array.from({ length: 20 }, (_, n) => `${Math.floor(n / 2)}.${n % 2}`);
    for (const key of keys.slice(1)) expect(follower.values(key)).toEqual(expected);
    expect(follower.values(keys[0]!).slice(20)).toEqual([large, 'y'.repeat(mostInlineBytes)]);
    expect(follower.seen[0]?.headers['wd_position']).toMatch(/^\d+-\d+$/);
    await follower.stop();
    expect(trouble).toEqual([]);
  });

  it('is fenced when it froze with a batch in hand and another took over: nothing old comes behind the new', async () => {
    const key = newId();
    let thaw: () => void = () => undefined;
    const frozen = new Promise<void>((resolve) => (thaw = resolve));
    let isFrozen = false;
    startRelay({
      transactionalProducer: async (id) => {
        const producer = await kafka.transactionalProducer(id);
        return {
          sendAll: async (records) => {
            isFrozen = true;
            await frozen;
            await producer.sendAll(records);
          },
          close: () => producer.close(),
        };
      },
    });
    const follower = follow([key]);
    await publish(key, 'old');
    await until(() => isFrozen);
    await database.dataSource.query(
      'update bus.leases set holder = null, epoch = epoch + 1 where name = $1',
      [relayLease(shard)],
    );
    startRelay();
    await publish(key, 'new');
    await until(() => follower.seen.length === 2);
    thaw();
    await until(() => trouble.some((error) => error instanceof ProducerFencedError));
    await publish(key, 'newest');
    await until(() => follower.seen.length === 3);
    expect(follower.values(key)).toEqual(['old', 'new', 'newest']);
    await follower.stop();
  });
});
