import { describe, expect, it } from '@jest/globals';
import { RetriableError } from '#contracts';
import type { BatchContext, EventMessage } from '../event-bus.js';
import { ok, type StepResult } from '../step-result.js';
import type { EventBatch } from '../transport/event-batch.js';
import { combineLanes } from './combine-lanes.js';

function aBatch(lane: string, keys: readonly string[], lastResort = false): EventBatch {
  const context: BatchContext = {
    group: 'g',
    topic: 'wire.filings',
    lane,
    lastResort,
    signal: new AbortController().signal,
    heartbeat: () => Promise.resolve(),
    deadLetter: () => Promise.resolve(),
  };
  const events = keys.map((key) => {
    const message: EventMessage = {
      topic: 'wire.filings',
      key,
      headers: {},
      value: null,
      position: `${lane}-${key}`,
      at: new Date(0),
    };
    return { message, key, position: message.position, event: null };
  });
  return { events, context };
}

function aHandler(fault: (keys: readonly string[]) => unknown = () => undefined) {
  const seen: string[] = [];
  const handler = async ({ events }: EventBatch): Promise<StepResult[]> => {
    const keys = events.map(({ key }) => key);
    seen.push(keys.join(''));
    await new Promise((resolve) => setTimeout(resolve, 1));
    const error = fault(keys);
    if (error !== undefined) throw error;
    return keys.map((key) => (key === 'x' ? { kind: 'drop', reason: 'x' } : ok));
  };
  return { handler, seen };
}

describe('a handler of several lanes', () => {
  it('gets what waits in one batch, and each lane gets its own results', async () => {
    const { handler, seen } = aHandler();
    const combined = combineLanes(handler, 10);
    const results = await Promise.all([
      combined(aBatch('0', ['a', 'b'])),
      combined(aBatch('1', ['x'])),
      combined(aBatch('2', ['c'])),
    ]);
    expect(seen).toEqual(['abxc']);
    expect(results).toEqual([[ok, ok], [{ kind: 'drop', reason: 'x' }], [ok]]);
  });

  it('is asked once at a time, and what came meanwhile goes together next', async () => {
    const { handler, seen } = aHandler();
    const combined = combineLanes(handler, 10);
    const first = combined(aBatch('0', ['a']));
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([first, combined(aBatch('1', ['b'])), combined(aBatch('2', ['c']))]);
    expect(seen).toEqual(['a', 'bc']);
  });

  it('gets no more events at once than it asked for, unless one lane has more', async () => {
    const { handler, seen } = aHandler();
    const combined = combineLanes(handler, 3);
    await Promise.all([
      combined(aBatch('0', ['a', 'b', 'c', 'd'])),
      combined(aBatch('1', ['e', 'f'])),
      combined(aBatch('2', ['g', 'h'])),
    ]);
    expect(seen).toEqual(['abcd', 'ef', 'gh']);
  });

  it('speaks a last word on one lane alone', async () => {
    const { handler, seen } = aHandler();
    const combined = combineLanes(handler, 10);
    await Promise.all([
      combined(aBatch('0', ['a'])),
      combined(aBatch('1', ['b'], true)),
      combined(aBatch('2', ['c'])),
    ]);
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('fails the one lane that is at fault, and settles its neighbours', async () => {
    const bug = new TypeError('a bug');
    const { handler } = aHandler((keys) => (keys.includes('b') ? bug : undefined));
    const combined = combineLanes(handler, 10);
    const results = await Promise.allSettled([
      combined(aBatch('0', ['a'])),
      combined(aBatch('1', ['b'])),
      combined(aBatch('2', ['c'])),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: bug });
  });

  it('lets all lanes try again when the store is away, without asking it for each', async () => {
    const { handler, seen } = aHandler(() => new RetriableError('search_unavailable', 'away'));
    const combined = combineLanes(handler, 10);
    const results = await Promise.allSettled([combined(aBatch('0', ['a'])), combined(aBatch('1', ['b']))]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(seen).toEqual(['ab']);
  });
});
