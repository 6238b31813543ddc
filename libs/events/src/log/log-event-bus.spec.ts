import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { deadLetterTopic, newId, type OutgoingEvent, type Topic } from '#contracts';
import { appendEvents, lockKeys } from '#store';
import { testDatabase } from '#testing';
import type { EventMessage } from '../event-bus.js';
import { eventBusContract, until } from '../event-bus.contract.js';
import { LogEventBus } from './log-event-bus.js';

const topic: Topic = 'wire.stories';

function event(key: string, value: string): OutgoingEvent {
  return { topic, key, headers: { ce_id: newId() }, value: Buffer.from(value) };
}

function busOn(dataSource: DataSource, url: string): LogEventBus {
  return new LogEventBus(dataSource, { url, onTrouble: () => undefined });
}

eventBusContract('the event log', async () => {
  const database = await testDatabase();
  const buses = [busOn(database.dataSource, database.url)];
  return {
    bus: buses[0]!,
    publish: (events) => database.dataSource.transaction((manager) => appendEvents(manager, events)),
    restart: () => {
      buses.push(busOn(database.dataSource, database.url));
      return Promise.resolve(buses.at(-1)!);
    },
    deadLetters: (from) =>
      database.dataSource.query(
        'select topic, key, headers, payload as value from bus.event_log where topic = $1',
        [deadLetterTopic(from)],
      ),
    close: async () => {
      await Promise.all(buses.map((bus) => bus.close()));
      await database.drop();
    },
  };
});

describe('the event log under writers that overlap', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let bus: LogEventBus;

  beforeAll(async () => {
    database = await testDatabase();
    bus = busOn(database.dataSource, database.url);
  });

  afterAll(async () => {
    await bus.close();
    await database.drop();
  });

  it('skips no event of a transaction that was held open while younger ones committed', async () => {
    const seen: string[] = [];
    const consumption = bus.consume({ group: newId(), topic }, (batch) => {
      seen.push(...batch.map((message) => String(message.value)));
      return Promise.resolve({ settled: batch.length });
    });
    const held = database.dataSource.createQueryRunner();
    await held.startTransaction();
    await appendEvents(held.manager, [event('held', 'held')]);
    for (let n = 0; n < 5; n += 1) {
      await database.dataSource.transaction((manager) =>
        appendEvents(manager, [event('young', `young ${n}`)]),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(seen).toEqual([]);
    await held.commitTransaction();
    await held.release();
    await until(() => seen.length === 6);
    expect(seen).toEqual(['held', 'young 0', 'young 1', 'young 2', 'young 3', 'young 4']);
    await consumption.stop();
  });

  it("gives a key's revisions in order and loses none while eight writers race and one consumer reads", async () => {
    const keys = ['k1', 'k2', 'k3'];
    const revisions = new Map<string, number>();
    const seen = new Map<string, number[]>(keys.map((key) => [key, []]));
    const take = (batch: readonly EventMessage[]) => {
      for (const message of batch) seen.get(message.key)?.push(Number(message.value));
    };
    const consumption = bus.consume({ group: newId(), topic, maxBatch: 7 }, (batch) => {
      take(batch);
      return Promise.resolve({ settled: batch.length });
    });
    const writer = async (n: number) => {
      for (let i = 0; i < 25; i += 1) {
        const key = keys[(n + i) % keys.length]!;
        await database.dataSource.transaction(async (manager) => {
          await lockKeys(manager, [key]);
          const revision = (revisions.get(key) ?? 0) + 1;
          await appendEvents(manager, [event(key, String(revision))]);
          if (i % 5 === 0) await manager.query('select pg_sleep(0.01)');
          revisions.set(key, revision);
        });
      }
    };
    await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(writer));
    const all = () => [...seen.values()].reduce((sum, list) => sum + list.length, 0);
    await until(() => all() === 200);
    for (const [key, list] of seen) {
      expect(list).toEqual(Array.from({ length: revisions.get(key)! }, (_, i) => i + 1));
    }
    await consumption.stop();
  });
});
