import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { deadLetterTopic, newId, type OutgoingEvent, type Topic } from '#contracts';
import { appendEvents, dataIdOf, mostInlineBytes } from '#store';
import { testDatabase } from '#testing';
import type { EventMessage } from '../event-bus.js';
import { until } from '../event-bus.contract.js';
import { createBatchRunner } from '../runner/batch-runner.js';
import { StoredCrashLedger } from '../runner/crash-ledger.js';
import { ok } from '../step-result.js';
import { trimEventLog } from './log-keeper.js';
import { LogEventBus } from './log-event-bus.js';

const large = (letter: string): string => letter.repeat(mostInlineBytes + 1);
const day = 86_400_000;

describe('events with large values', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let bus: LogEventBus;

  beforeAll(async () => {
    database = await testDatabase();
    bus = new LogEventBus(database.dataSource, { url: database.url, onTrouble: () => undefined });
  });

  afterEach(async () => {
    await database.dataSource.query('truncate bus.event_log, bus.event_data, bus.consumer_offsets');
  });

  afterAll(async () => {
    await bus.close();
    await database.drop();
  });

  const event = (topic: Topic, key: string, value: string | null): OutgoingEvent => ({
    topic,
    key,
    headers: { ce_id: newId() },
    value: value === null ? null : Buffer.from(value),
  });

  const publish = (...events: OutgoingEvent[]) =>
    database.dataSource.transaction((manager) => appendEvents(manager, events));

  /** The first letters of what a new group is given, up to the event `end`. */
  async function read(topic: Topic, references: 'resolve' | 'keep' = 'resolve'): Promise<EventMessage[]> {
    await publish(event(topic, 'end', 'end'));
    const seen: EventMessage[] = [];
    const consumption = bus.consume({ group: newId(), topic, references }, (batch) => {
      seen.push(...batch);
      return Promise.resolve({ settled: batch.length });
    });
    await until(() => seen.some(({ key }) => key === 'end'));
    await consumption.stop();
    return seen.filter(({ key }) => key !== 'end');
  }

  const letters = (messages: readonly EventMessage[]) =>
    messages.map((message) => message.value?.subarray(0, 1).toString());

  const stored = async (): Promise<(string | null)[]> =>
    (
      await database.dataSource.query(
        "select convert_from(substring(data from 1 for 1), 'utf8') as letter from bus.event_data order by data_id",
      )
    ).map((row: { letter: string | null }) => row.letter);

  it('come whole, also to streams, and ride by reference where the reader asks for that', async () => {
    const head = await bus.head();
    await publish(
      event('wire.dispatches', 'k', large('a')),
      event('wire.dispatches', 'k', 'b'),
      event('wire.dispatches', 'k', large('c')),
    );
    const whole = await read('wire.dispatches');
    expect(whole.map((message) => message.value?.length)).toEqual([
      mostInlineBytes + 1,
      1,
      mostInlineBytes + 1,
    ]);
    expect(letters(whole)).toEqual(['a', 'b', 'c']);
    const streamed: EventMessage[] = [];
    const tail = bus.tail(
      { topics: ['wire.dispatches'], after: head },
      (events) => void streamed.push(...events),
    );
    await until(() => streamed.length === 4);
    await tail.stop();
    expect(letters(streamed)).toEqual(['a', 'b', 'c', 'e']);
    const kept = await read('wire.dispatches', 'keep');
    expect(kept.filter(({ key }) => key === 'k').map((message) => String(message.value))).toEqual([
      '{}',
      'b',
      '{}',
    ]);
    expect(kept.map((message) => dataIdOf(message.headers) !== undefined).slice(0, 3)).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('lose their data, and are given to nobody, when a newer event of a compacted key comes', async () => {
    await publish(event('wire.stories', 'a', large('a')), event('wire.stories', 'b', large('b')));
    await publish(event('wire.stories', 'a', 'killed'), event('wire.stories', 'b', null));
    expect(await stored()).toEqual([null, null]);
    expect(letters(await read('wire.stories'))).toEqual(['k', undefined]);
    await publish(event('wire.stories', 'c', large('c')), event('wire.stories', 'c', large('d')));
    expect(await stored()).toEqual([null, null, null, 'd']);
    expect(letters(await read('wire.stories'))).toEqual(['k', undefined, 'd']);
  });

  it('are passed when all of a page was superseded', async () => {
    await publish(event('wire.stories', 'a', large('a')));
    await publish(event('wire.clusters', 'x', 'x'));
    const group = newId();
    const consumption = bus.consume({ group, topic: 'wire.stories', maxBatch: 1 }, (batch) =>
      Promise.resolve({ settled: batch.length }),
    );
    await publish(event('wire.stories', 'a', 'killed'));
    await until(async () => (await bus.lag()).some((lag) => lag.group === group && lag.events === 0));
    await consumption.stop();
  });

  it('come again from the first that was not settled when others before it were left out', async () => {
    await publish(event('wire.stories', 'a', large('a')), event('wire.stories', 'b', 'b'));
    await publish(event('wire.stories', 'a', 'c'));
    await read('wire.stories');
    const seen: string[][] = [];
    const consumption = bus.consume({ group: newId(), topic: 'wire.stories' }, (batch) => {
      seen.push(letters(batch).map(String));
      return Promise.resolve({ settled: seen.length === 1 ? 0 : 1, retryAfterMs: 1 });
    });
    await until(() => seen.length >= 3);
    await consumption.stop();
    expect(seen.slice(0, 3)).toEqual([
      ['b', 'c', 'e'],
      ['b', 'c', 'e'],
      ['c', 'e'],
    ]);
  });

  it('go to the dead letters when their data is lost, and the others go on', async () => {
    await publish(event('wire.dispatches', 'k', large('a')));
    await database.dataSource.query('delete from bus.event_data');
    const runner = createBatchRunner({
      handler: ({ events }) => Promise.resolve(events.map(() => ok)),
      ledger: new StoredCrashLedger(database.dataSource),
      count: () => undefined,
      onRetry: () => undefined,
    });
    const consumption = bus.consume({ group: newId(), topic: 'wire.dispatches' }, runner);
    const find = (): Promise<{ headers: Record<string, string> }[]> =>
      database.dataSource.query('select headers from bus.event_log where topic = $1', [
        deadLetterTopic('wire.dispatches'),
      ]);
    await until(async () => (await find()).length === 1);
    await consumption.stop();
    expect((await find())[0]?.headers).toMatchObject({ dlq_code: 'dataref_missing' });
  });

  it('leave the disk with the log, but never before the event that refers to them', async () => {
    await publish(event('wire.dispatches', 'k', large('a')), event('wire.stories', 's', large('s')));
    await publish(event('wire.stories', 't', large('t')));
    await publish(event('wire.stories', 't', 'killed'));
    const later = (days: number) => ({ now: new Date(Date.now() + days * day) });
    await trimEventLog(database.dataSource, later(7.5));
    expect(await stored()).toEqual(['a', 's', null]);
    await trimEventLog(database.dataSource, later(8.5));
    expect(await stored()).toEqual(['s', null]);
    await trimEventLog(database.dataSource, later(31));
    expect(await stored()).toEqual(['s']);
    expect(letters(await read('wire.stories'))).toEqual(['s', 'k']);
  });
});
