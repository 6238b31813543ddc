import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  deadLetterTopic,
  newId,
  RetriableError,
  WiredeskError,
  type OutgoingEvent,
  type Topic,
} from '#contracts';
import { appendEvents, LeaseRegistry, mostInlineBytes } from '#store';
import { testDatabase } from '#testing';
import { until } from '../event-bus.contract.js';
import {
  ProducerFencedError,
  TransactionalProducer,
  type KafkaClient,
  type KafkaRecord,
} from '../kafka/kafka-port.js';
import { LogEventBus } from '../log/log-event-bus.js';
import { OutboxRelay, relayLease } from './outbox-relay.js';
import { horizonAge, relayBacklog } from './relay-metrics.js';

const shard = 'tests';
const topic: Topic = 'wire.filings';
const timing = { ttlMs: 1_500, trustMs: 1_000, renewMs: 100, askMs: 50 };

/** A cluster that keeps what was committed, fences as Kafka does, and fails as it is told. */
class FakeKafka implements Pick<KafkaClient, 'transactionalProducer'> {
  readonly committed: KafkaRecord[] = [];
  readonly epochs = new Map<string, number>();
  isAway = false;
  mostBytes = Infinity;
  /** Waits before a transaction is committed. */
  beforeCommit: () => Promise<void> = () => Promise.resolve();

  transactionalProducer(id: string): Promise<TransactionalProducer> {
    if (this.isAway) return Promise.reject(new RetriableError('kafka_unavailable', 'no broker'));
    const epoch = (this.epochs.get(id) ?? 0) + 1;
    this.epochs.set(id, epoch);
    return Promise.resolve(new FakeProducer(this, id, epoch));
  }
}

class FakeProducer extends TransactionalProducer {
  private isSpent = false;

  constructor(
    private readonly kafka: FakeKafka,
    private readonly id: string,
    private readonly epoch: number,
  ) {
    super();
  }

  override async sendAll(records: readonly KafkaRecord[]): Promise<void> {
    if (this.isSpent) throw new WiredeskError('producer_spent', 'take a new one');
    this.isSpent = true;
    await this.kafka.beforeCommit();
    if (this.kafka.epochs.get(this.id) !== this.epoch) throw new ProducerFencedError(this.id);
    if (this.kafka.isAway) throw new RetriableError('kafka_unavailable', 'no broker');
    if (records.some(({ value }) => (value?.length ?? 0) > this.kafka.mostBytes)) {
      const cause = Object.assign(new Error('too large'), { type: 'MESSAGE_TOO_LARGE' });
      throw new WiredeskError('kafka_refused', 'a transaction failed', { cause });
    }
    this.kafka.committed.push(...records);
    this.isSpent = false;
  }

  override close(): Promise<void> {
    this.isSpent = true;
    return Promise.resolve();
  }
}

describe('the outbox relay', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let kafka: FakeKafka;
  const running: { relay: OutboxRelay; close: () => Promise<void> }[] = [];
  const trouble: unknown[] = [];
  const refused: string[] = [];

  beforeEach(async () => {
    database = await testDatabase();
    kafka = new FakeKafka();
  });

  afterEach(async () => {
    for (const { close } of running.splice(0)) await close();
    trouble.length = 0;
    refused.length = 0;
    await database.drop();
  });

  function start() {
    const onTrouble = (error: unknown) => void trouble.push(error);
    const log = new LogEventBus(database.dataSource, { url: database.url, onTrouble });
    const leases = new LeaseRegistry(database.dataSource, { onTrouble, timing });
    const relay = new OutboxRelay({
      shard,
      topics: [topic, 'wire.stories'],
      log,
      leases,
      kafka,
      onTrouble,
      onRefused: ({ key }) => refused.push(key),
      onCopied: () => undefined,
    });
    relay.start();
    const close = async () => {
      await relay.stop();
      await log.close();
    };
    running.push({ relay, close });
    return { relay, leases };
  }

  const event = (key: string, value: string | null): OutgoingEvent => ({
    topic,
    key,
    headers: { ce_id: newId(), ce_type: 'test' },
    value: value === null ? null : Buffer.from(value),
  });

  const publish = (...events: OutgoingEvent[]) =>
    database.dataSource.transaction((manager) => appendEvents(manager, events));

  const values = () => kafka.committed.map(({ value }) => (value === null ? null : String(value)));

  it('copies events in order with their headers, tombstones and places, and references as they are', async () => {
    const events = [event('a', '1'), event('a', null), event('b', 'x'.repeat(mostInlineBytes + 1))];
    await publish(...events);
    start();
    await until(() => kafka.committed.length === 3);
    expect(kafka.committed.map(({ key }) => key)).toEqual(['a', 'a', 'b']);
    expect(values()).toEqual(['1', null, '{}']);
    expect(kafka.committed[0]?.headers).toMatchObject(events[0]!.headers);
    expect(kafka.committed[2]?.headers['ce_dataref']).toMatch(/^wiredesk:event-data\//);
    const places = kafka.committed.map(({ headers }) => BigInt(headers['wd_position']!.split('-')[1]!));
    expect(places).toEqual(places.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(kafka.committed[0]?.at).toBeInstanceOf(Date);
  });

  it('copies an event within milliseconds when it is idle', async () => {
    start();
    await publish(event('a', 'first'));
    await until(() => kafka.committed.length === 1);
    const took: number[] = [];
    for (let n = 2; n < 12; n += 1) {
      const begun = performance.now();
      await publish(event('a', String(n)));
      while (kafka.committed.length < n) await sleep(1);
      took.push(performance.now() - begun);
    }
    expect(took.toSorted((a, b) => a - b)[5]).toBeLessThan(100);
  });

  it('waits for Kafka for as long as it takes, and writers notice nothing', async () => {
    kafka.isAway = true;
    start();
    await publish(event('a', '1'), event('a', '2'));
    await until(() => trouble.length > 1);
    await publish(event('a', '3'));
    expect(await relayBacklog(database.dataSource, [topic])).toMatchObject([{ topic, events: 3 }]);
    kafka.isAway = false;
    await until(() => kafka.committed.length === 3);
    kafka.isAway = true;
    await publish(event('a', '4'));
    const behind = async () => (await relayBacklog(database.dataSource, [topic]))[0];
    await until(async () => (await behind())?.events === 1);
    expect((await behind())?.oldestSeconds).toBeGreaterThan(0);
    kafka.isAway = false;
    await until(() => kafka.committed.length === 4);
    expect(values()).toEqual(['1', '2', '3', '4']);
    await until(async () => (await behind())?.events === 0);
  });

  it('has one leader a shard; the next goes on behind it', async () => {
    const first = start();
    await publish(event('a', '1'));
    await until(() => kafka.committed.length === 1);
    start();
    await publish(event('a', '2'));
    await until(() => kafka.committed.length === 2);
    await first.relay.stop();
    await publish(event('a', '3'));
    await until(() => kafka.committed.length === 3);
    expect(values()).toEqual(['1', '2', '3']);
    expect(trouble).toEqual([]);
  });

  it('puts nothing behind newer events when its leader froze in a transaction and thaws', async () => {
    let thaw: () => void = () => undefined;
    const frozen = new Promise<void>((resolve) => (thaw = resolve));
    let isInside = false;
    kafka.beforeCommit = () => {
      isInside = true;
      return frozen;
    };
    start();
    await publish(event('a', '1'));
    await until(() => isInside);
    kafka.beforeCommit = () => Promise.resolve();
    await database.dataSource.query(
      'update bus.leases set holder = null, epoch = epoch + 1 where name = $1',
      [relayLease(shard)],
    );
    start();
    await until(() => kafka.committed.length === 1);
    await publish(event('a', '2'));
    await until(() => kafka.committed.length === 2);
    thaw();
    await until(() => trouble.some((error) => error instanceof ProducerFencedError));
    await publish(event('a', '3'));
    await until(() => kafka.committed.length === 3);
    expect(values()).toEqual(['1', '2', '3']);
  });

  it('takes a new producer when it was fenced by one that is no leader', async () => {
    start();
    await publish(event('a', '1'));
    await until(() => kafka.committed.length === 1);
    await kafka.transactionalProducer(`relay.${shard}`);
    await publish(event('a', '2'));
    await until(() => kafka.committed.length === 2);
    expect(values()).toEqual(['1', '2']);
  });

  it('sets aside the one event that Kafka refuses for its size, and goes on with the others', async () => {
    kafka.mostBytes = 10;
    await publish(...[1, 2, 3, 4, 5, 6, 7].map((n) => event(`k${n}`, n === 5 ? 'far too large' : String(n))));
    start();
    await until(() => kafka.committed.length === 6);
    expect(values()).toEqual(['1', '2', '3', '4', '6', '7']);
    expect(refused).toEqual(['k5']);
    const letters: { key: string; headers: Record<string, string> }[] = await database.dataSource.query(
      'select key, headers from bus.event_log where topic = $1',
      [deadLetterTopic(topic)],
    );
    expect(letters).toMatchObject([
      { key: 'k5', headers: { dlq_code: 'kafka_refused', dlq_group: 'relay' } },
    ]);
  });

  it('tells how old the transaction is that holds all readers of the log back', async () => {
    const holding = database.dataSource.createQueryRunner();
    await holding.startTransaction();
    await holding.query('select pg_current_xact_id()');
    await sleep(300);
    expect(await horizonAge(database.dataSource)).toBeGreaterThanOrEqual(0.3);
    await holding.rollbackTransaction();
    await holding.release();
  });
});
