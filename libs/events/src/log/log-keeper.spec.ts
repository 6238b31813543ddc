import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Topic } from '#contracts';
import { appendEvents } from '#store';
import { testDatabase } from '#testing';
import type { EventBus } from '../event-bus.js';
import { LogEventBus } from './log-event-bus.js';
import { trimEventLog } from './log-keeper.js';

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

  it('keeps the newest event of each key of a compacted topic, so that killed text leaves the disk', async () => {
    await publish('wire.stories', 'a', 'text that is killed later');
    await publish('wire.stories', 'b', 'usable');
    const before = await bus.head(['wire.stories']);
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
});
