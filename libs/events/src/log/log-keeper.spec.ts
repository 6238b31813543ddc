import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Topic } from '#contracts';
import { appendEvents, LeaseRegistry } from '#store';
import { testDatabase } from '#testing';
import type { EventBus } from '../event-bus.js';
import { until } from '../event-bus.contract.js';
import { LogEventBus } from './log-event-bus.js';
import { keepEventLog, trimEventLog } from './log-keeper.js';

const day = 86_400_000;

describe('trimming the event log', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let bus: EventBus;

  beforeAll(async () => {
    database = await testDatabase();
    bus = new LogEventBus(database.dataSource, { url: database.url, onTrouble: () => undefined });
  });

  afterAll(async () => {
    await bus.close();
    await database.drop();
  });

  const publish = (topic: Topic, key: string, value: string) =>
    database.dataSource.transaction((manager) =>
      appendEvents(manager, [{ topic, key, headers: { ce_id: newId() }, value: Buffer.from(value) }]),
    );

  const kept = async (topic: Topic): Promise<string[]> =>
    (
      await database.dataSource.query(
        `select convert_from(payload, 'utf8') as value from bus.event_log where topic = $1 order by xid, position`,
        [topic],
      )
    ).map((row: { value: string }) => row.value);

  /** The head once it lies behind all that is written: transactions of other tests on the server hold it back. */
  const headBehindAll = async (): Promise<string> => {
    const [{ newest }] = await database.dataSource.query<[{ newest: string }]>(
      'select max(xid)::text as newest from bus.event_log',
    );
    let head = '';
    await until(async () => {
      head = await bus.head(['wire.stories']);
      return BigInt(head.split('-')[0] ?? '0') >= BigInt(newest);
    });
    return head;
  };

  it('keeps the newest event of each key of a compacted topic, so that killed text leaves the disk', async () => {
    await publish('wire.stories', 'a', 'text that is killed later');
    await publish('wire.stories', 'b', 'usable');
    const before = await headBehindAll();
    await publish('wire.stories', 'a', 'killed');
    expect(await trimEventLog(database.dataSource)).toBe(0);
    expect(await trimEventLog(database.dataSource, { now: new Date(Date.now() + 2 * day) })).toBe(1);
    expect(await kept('wire.stories')).toEqual(['usable', 'killed']);
    expect(await bus.keeps(['wire.stories'], '1-1')).toBe(false);
    expect(await bus.keeps(['wire.stories'], before)).toBe(true);
  });

  it('removes aged events only when every group has settled them', async () => {
    await publish('wire.alerts', 'x', 'waiting');
    const consumption = bus.consume({ group: 'slow', topic: 'wire.alerts' }, () =>
      Promise.resolve({ settled: 0, retryAfterMs: 60_000 }),
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    await consumption.stop();
    const later = { now: new Date(Date.now() + 400 * day) };
    expect(await trimEventLog(database.dataSource, later)).toBe(0);
    await database.dataSource.query("delete from bus.consumer_offsets where consumer_group = 'slow'");
    expect(await trimEventLog(database.dataSource, later)).toBe(1);
    expect(await kept('wire.alerts')).toEqual([]);
  });

  it('keeps what the relay has not copied for ever, and what it has copied for a day', async () => {
    const topic = 'wire.stories';
    await database.dataSource.query('truncate bus.event_log, bus.consumer_offsets');
    const trim = (days: number) =>
      trimEventLog(database.dataSource, { relayed: true, now: new Date(Date.now() + days * day) });
    await publish(topic, 'a', 'copied');
    expect(await trim(400)).toBe(0);
    const relay = bus.consume({ group: 'relay', topic }, (batch) =>
      Promise.resolve({ settled: batch.length }),
    );
    await until(async () => (await bus.lag()).some((lag) => lag.group === 'relay' && lag.events === 0));
    await relay.stop();
    // a group from before the log was relayed
    await database.dataSource.query(
      "insert into bus.consumer_offsets (consumer_group, topic, xid, position) values ('indexer', $1, '0', 0)",
      [topic],
    );
    await publish(topic, 'a', 'not copied');
    expect(await trim(0.9)).toBe(0);
    expect(await trim(1.1)).toBe(1);
    expect(await trim(400)).toBe(0);
    expect(await kept(topic)).toEqual(['not copied']);
  });

  it('goes on by itself in one process, in as many steps as it takes', async () => {
    await database.dataSource.query('truncate bus.event_log, bus.consumer_offsets');
    await publish('wire.alerts', 'a', 'old');
    await database.dataSource.query("update bus.event_log set created_at = now() - interval '60 days'");
    await publish('wire.alerts', 'a', 'new');
    const leases = new LeaseRegistry(database.dataSource, { onTrouble: () => undefined });
    const trimmed: number[] = [];
    const keeping = [1, 2].map(() =>
      keepEventLog({
        dataSource: database.dataSource,
        leases,
        relayed: false,
        onTrimmed: (rows) => trimmed.push(rows),
        onTrouble: (error) => trimmed.push(Number(String(error))),
      }),
    );
    await until(() => trimmed.length > 0);
    await Promise.all(keeping.map((one) => one.stop()));
    expect(trimmed).toEqual([1]);
    expect(await kept('wire.alerts')).toEqual(['new']);
  });
});
