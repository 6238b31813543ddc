import { describe, expect, it } from '@jest/globals';
import { encodeEvent, newId, RetriableError } from '#contracts';
import type { BatchContext, EventMessage } from '../event-bus.js';
import { drop, ok, retry, type StepResult } from '../step-result.js';
import { createBatchRunner, type BatchHandler } from './batch-runner.js';
import { CrashLedger, type CrashRecord } from './crash-ledger.js';

class MemoryLedger extends CrashLedger {
  readonly records = new Map<string, CrashRecord>();

  override find(_group: string, _topic: string, message: EventMessage): Promise<CrashRecord | undefined> {
    return Promise.resolve(this.records.get(message.position));
  }

  override record(_group: string, _topic: string, batch: readonly EventMessage[]): Promise<number> {
    const position = batch[0]!.position;
    const crashes = (this.records.get(position)?.crashes ?? 0) + 1;
    this.records.set(position, { position, batchSize: batch.length, crashes });
    return Promise.resolve(crashes);
  }

  override forget(_group: string, _topic: string, message: EventMessage): Promise<void> {
    this.records.delete(message.position);
    return Promise.resolve();
  }
}

function alertEvent(code: string): EventMessage {
  const event = encodeEvent(
    'wire.alert.raised.v1',
    code,
    {
      alertId: newId(),
      audience: 'ops',
      code,
      detail: '',
      provider: null,
      transmissionId: null,
      storyId: null,
      at: '2026-01-01T00:00:00Z',
    },
    { source: '/test' },
  );
  return { ...event, position: `1-${code}`, at: new Date() };
}

function setUp(handler: BatchHandler, ledger = new MemoryLedger(), lastResort = false) {
  const deadLetters: string[] = [];
  const counted: string[] = [];
  const context: BatchContext = {
    group: 'g',
    topic: 'wire.alerts',
    signal: new AbortController().signal,
    heartbeat: () => Promise.resolve(),
    deadLetter: (message, reason) => {
      deadLetters.push(`${message.key}: ${reason.code}`);
      return Promise.resolve();
    },
  };
  const start = () =>
    createBatchRunner({
      handler,
      lastResort,
      ledger,
      count: ({ kind, reason }, count) => void counted.push(`${kind}${reason && ` ${reason}`} ${count}`),
      onRetry: () => undefined,
    });
  return { start, context, deadLetters, counted };
}

const allOk: BatchHandler = ({ events }) => Promise.resolve(events.map((): StepResult => ok));

describe('the batch runner', () => {
  it('settles what went well and what was dropped, and counts both', async () => {
    const { start, context, counted } = setUp(() => Promise.resolve([ok, drop('not wanted'), ok]));
    expect(await start()(['a', 'b', 'c'].map(alertEvent), context)).toEqual({ settled: 3 });
    expect(counted).toEqual(['ok 2', 'drop not wanted 1']);
  });

  it('sets poison aside without showing it to the handler, and keeps its neighbours', async () => {
    const { start, context, deadLetters } = setUp(allOk);
    const broken = { ...alertEvent('broken'), value: Buffer.from('{not json') };
    const unknown = { ...alertEvent('unknown'), headers: { ce_type: 'wire.story.sold.v9' } };
    const invalid = { ...alertEvent('invalid'), value: Buffer.from('{"alertId":7}') };
    const batch = [alertEvent('a'), broken, unknown, invalid, alertEvent('b')];
    expect(await start()(batch, context)).toEqual({ settled: 5 });
    expect(deadLetters).toEqual([
      'broken: event_unreadable',
      'unknown: event_type_unknown',
      'invalid: event_invalid',
    ]);
  });

  it('stops before an event that must come again', async () => {
    const { start, context } = setUp(() => Promise.resolve([ok, retry('index is busy', 250), ok]));
    expect(await start()(['a', 'b', 'c'].map(alertEvent), context)).toEqual({
      settled: 1,
      retryAfterMs: 250,
    });
  });

  it('repeats a batch with growing pauses while the database is away', async () => {
    const { start, context } = setUp(() => Promise.reject(new RetriableError('store_away', 'no connection')));
    const run = start();
    const pauses: number[] = [];
    for (let i = 0; i < 12; i += 1) pauses.push((await run([alertEvent('a')], context)).retryAfterMs!);
    expect(pauses[0]).toBeLessThanOrEqual(100);
    expect(pauses.at(-1)).toBeGreaterThanOrEqual(15_000);
  });

  it('ends with an unknown error, then tries the events alone, and sets the guilty one aside at its third crash', async () => {
    const done: string[] = [];
    const { start, context, deadLetters } = setUp(({ events }) => {
      if (events.some(({ key }) => key === 'b')) return Promise.reject(new TypeError('a bug'));
      done.push(...events.map(({ key }) => key));
      return Promise.resolve(events.map((): StepResult => ok));
    });
    let waiting = ['a', 'b', 'c', 'd'].map(alertEvent);
    let starts = 0;
    while (waiting.length > 0 && starts < 10) {
      const run = start();
      starts += 1;
      try {
        while (waiting.length > 0) waiting = waiting.slice((await run(waiting, context)).settled);
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
      }
    }
    expect(done).toEqual(['a', 'c', 'd']);
    expect(deadLetters).toEqual(['b: crashed']);
    expect(starts).toBe(5);
  });

  it('gives a handler that wants it a last word on an event that crashed three times', async () => {
    const ledger = new MemoryLedger();
    ledger.records.set('1-kill', { position: '1-kill', batchSize: 1, crashes: 3 });
    const said: string[] = [];
    const { start, context, deadLetters } = setUp(
      (batch) => {
        said.push(...batch.events.map(({ key }) => `${key} ${batch.context.lastResort === true}`));
        return Promise.resolve([ok]);
      },
      ledger,
      true,
    );
    expect(await start()([alertEvent('kill'), alertEvent('next')], context)).toEqual({ settled: 1 });
    expect(said).toEqual(['kill true']);
    expect(deadLetters).toEqual([]);
    expect(ledger.records.size).toBe(0);
  });

  it('does not move on when the dead-letter write fails', async () => {
    const { start, context } = setUp(allOk);
    const away = {
      ...context,
      deadLetter: () => Promise.reject(new RetriableError('store_away', 'no connection')),
    };
    const broken = { ...alertEvent('broken'), value: Buffer.from('{') };
    expect((await start()([broken], away)).settled).toBe(0);
  });
});
