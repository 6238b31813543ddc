import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeEvent, type CloudEvent, type DispatchNormalised } from '#contracts';
import type { BatchContext, EventBatch } from '#events';
import { LeaderLock } from '#store';
import { aDispatch, testDatabase } from '#testing';
import type { DeduplicatorService } from './deduplicator.service.js';
import { DispatchesHandler } from './dispatches.handler.js';
import { Leadership } from './leadership.js';

type Dispatches = EventBatch<'wire.dispatches'>;

/** A process with a deduplicator that only notes what it was given. */
function aProcess(database: Awaited<ReturnType<typeof testDatabase>>) {
  const decided: DispatchNormalised[] = [];
  const leadership = new Leadership(new LeaderLock(database.dataSource, 'deduplicator'));
  const service = {
    decideBatch: (events: readonly DispatchNormalised[]) => Promise.resolve(void decided.push(...events)),
  } as unknown as DeduplicatorService;
  return { leadership, decided, handler: new DispatchesHandler(leadership, service) };
}

function aBatch(...dispatches: (DispatchNormalised | null)[]): Dispatches {
  const context: BatchContext = {
    group: 'deduplicator',
    topic: 'wire.dispatches',
    signal: new AbortController().signal,
    heartbeat: () => Promise.resolve(),
    deadLetter: () => Promise.reject(new Error('no kill may go to a dead-letter topic')),
  };
  return {
    context,
    events: dispatches.map((data) => {
      const outgoing = encodeEvent('wire.dispatch.normalised.v1', 'key', data ?? aDispatch(), {
        source: 'test',
      });
      const event: CloudEvent<'wire.dispatch.normalised.v1'> | null = data && {
        id: '1',
        type: 'wire.dispatch.normalised.v1',
        source: 'test',
        time: '',
        key: 'key',
        traceparent: undefined,
        data,
      };
      return { message: { ...outgoing, position: '1', at: new Date() }, key: 'key', position: '1', event };
    }),
  };
}

describe('handler of dispatches', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;

  beforeAll(async () => {
    database = await testDatabase();
  });

  afterAll(() => database.drop());

  it('applies a kill that crashed three times as status only, and lets other copy go to the dead letters', async () => {
    const active = aProcess(database);
    const kill = aDispatch();
    const batch = aBatch(
      {
        ...kill,
        dispatch: {
          ...kill.dispatch,
          signal: 'kill',
          item: { ...kill.dispatch.item, pubStatus: 'canceled' },
        },
      },
      aDispatch(),
    );
    const results = await active.handler.handle({
      ...batch,
      context: { ...batch.context, lastResort: true },
    });
    expect(results.map((result) => result.kind)).toEqual(['ok', 'dead-letter']);
    expect(active.decided).toHaveLength(1);
    expect(active.decided[0]!.dispatch).toMatchObject({ signal: 'kill', identity: kill.dispatch.identity });
    expect(active.decided[0]!.dispatch.item).not.toHaveProperty('bodies');
    await active.leadership.beforeApplicationShutdown();
  });

  it('decides in one process at a time; a standby waits and takes over when the active one leaves', async () => {
    const active = aProcess(database);
    const standby = aProcess(database);
    expect(await active.handler.handle(aBatch(aDispatch()))).toEqual([{ kind: 'ok' }]);
    expect(await standby.handler.handle(aBatch(aDispatch()))).toMatchObject([{ kind: 'retry' }]);
    await active.leadership.beforeApplicationShutdown();
    expect(await standby.handler.handle(aBatch(aDispatch()))).toEqual([{ kind: 'ok' }]);
    expect([active.decided.length, standby.decided.length]).toEqual([1, 1]);
    await standby.leadership.beforeApplicationShutdown();
  });

  it('drops tombstones, which the topic has none of', async () => {
    const { handler, leadership } = aProcess(database);
    expect(await handler.handle(aBatch(null))).toEqual([{ kind: 'drop', reason: 'tombstone' }]);
    await leadership.beforeApplicationShutdown();
  });
});
