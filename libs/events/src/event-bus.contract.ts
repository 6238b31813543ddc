import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deadLetterTopic, newId, type OutgoingEvent, type Topic } from '#contracts';
import type { EventBus, EventMessage } from './event-bus.js';

/** A bus under test, on a real engine. */
export interface BusUnderTest {
  readonly bus: EventBus;
  /** Puts events on the bus the way services do; resolves when they are durable. */
  publish(events: readonly OutgoingEvent[]): Promise<void>;
  /** A new instance on the same engine, as a restarted process would make. */
  restart(): Promise<EventBus>;
  deadLetters(topic: Topic): Promise<OutgoingEvent[]>;
  close(): Promise<void>;
}

const topic: Topic = 'wire.filings';

function event(key: string, value: string | null = 'x'): OutgoingEvent {
  return { topic, key, headers: { ce_id: newId() }, value: value === null ? null : Buffer.from(value) };
}

/** What every adapter of EventBus must hold. */
export function eventBusContract(name: string, start: () => Promise<BusUnderTest>): void {
  describe(`the event bus on ${name}`, () => {
    let under: BusUnderTest;

    beforeAll(async () => {
      under = await start();
    });

    afterAll(() => under.close());

    it('gives a new group everything that is kept, in order per key, and new events as they come', async () => {
      const group = newId();
      const seen: string[] = [];
      await under.publish([event('a', '1'), event('b', '1'), event('a', '2')]);
      const consumption = under.bus.consume({ group, topic }, (batch) => {
        seen.push(...batch.map((message) => `${message.key}${String(message.value)}`));
        return Promise.resolve({ settled: batch.length });
      });
      await under.publish([event('a', '3')]);
      await until(() => seen.length >= 4);
      expect(seen.filter((entry) => entry.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
      await consumption.stop();
    });

    it('continues behind the last settled event after a restart, and repeats what was not settled', async () => {
      const group = newId();
      const key = newId();
      await under.publish([1, 2, 3, 4].map((n) => event(key, String(n))));
      const first = collect(under.bus, group, key, (values) =>
        values.includes('3') ? 'stop before 3' : 'go on',
      );
      await until(() => first.values.includes('3'));
      await first.stop();
      const second = collect(await under.restart(), group, key, () => 'go on');
      await until(() => second.values.includes('4'));
      expect(second.values).toEqual(['3', '4']);
      await second.stop();
    });

    it('delivers tombstones as null', async () => {
      const group = newId();
      const key = newId();
      let value: Buffer | null | undefined;
      await under.publish([event(key, null)]);
      const consumption = under.bus.consume({ group, topic }, (batch) => {
        const found = batch.find((message) => message.key === key);
        if (found) value = found.value;
        return Promise.resolve({ settled: batch.length });
      });
      await until(() => value !== undefined);
      expect(value).toBeNull();
      await consumption.stop();
    });

    it('keeps bytes, key, headers and the reason of an event that is set aside', async () => {
      const group = newId();
      const poison = event(newId(), '{not json');
      await under.publish([poison]);
      const consumption = under.bus.consume({ group, topic }, async (batch, context) => {
        for (const message of batch.filter(({ key }) => key === poison.key)) {
          await context.deadLetter(message, { code: 'event_unreadable', detail: 'no JSON' });
        }
        return { settled: batch.length };
      });
      const find = async () => (await under.deadLetters(topic)).find(({ key }) => key === poison.key);
      await until(async () => (await find()) !== undefined);
      expect(await find()).toMatchObject({
        topic: deadLetterTopic(topic),
        value: poison.value,
        headers: { ...poison.headers, dlq_code: 'event_unreadable', dlq_group: group, dlq_topic: topic },
      });
      await consumption.stop();
    });

    it('follows the log without a group and resumes after a position without gap or repeat', async () => {
      const key = newId();
      const head = await under.bus.head([topic]);
      const seen: EventMessage[] = [];
      const take = (events: readonly EventMessage[]) =>
        void seen.push(...events.filter((e) => e.key === key));
      const tail = under.bus.tail({ topics: [topic], after: head }, take);
      await under.publish([event(key, '1'), event(key, '2')]);
      await until(() => seen.length === 2);
      await tail.stop();
      await under.publish([event(key, '3')]);
      const resumed = under.bus.tail({ topics: [topic], after: seen[0]!.position }, take);
      await until(() => seen.length === 4);
      await resumed.stop();
      expect(seen.map((message) => String(message.value))).toEqual(['1', '2', '2', '3']);
      expect(await under.bus.keeps([topic], seen[0]!.position)).toBe(true);
      expect(await under.bus.keeps([topic], 'nonsense')).toBe(false);
    });

    it('tells how far a group is behind', async () => {
      const group = newId();
      await under.publish([event(newId()), event(newId())]);
      const consumption = under.bus.consume({ group, topic }, () =>
        Promise.resolve({ settled: 0, retryAfterMs: 60_000 }),
      );
      await until(async () => (await under.bus.lag()).some((lag) => lag.group === group && lag.events >= 2));
      await consumption.stop();
    });
  });
}

function collect(bus: EventBus, group: string, key: string, decide: (values: string[]) => string) {
  const values: string[] = [];
  const consumption = bus.consume({ group, topic, maxBatch: 1 }, (batch) => {
    values.push(...batch.filter((message) => message.key === key).map((message) => String(message.value)));
    return Promise.resolve(
      decide(values) === 'go on' ? { settled: batch.length } : { settled: 0, retryAfterMs: 60_000 },
    );
  });
  return { values, stop: () => consumption.stop() };
}

/** Waits until something holds; fails after ten seconds, or as many as given. */
export async function until(holds: () => boolean | Promise<boolean>, seconds = 10): Promise<void> {
  const deadline = Date.now() + seconds * 1_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`it did not come to hold within ${seconds} seconds`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
