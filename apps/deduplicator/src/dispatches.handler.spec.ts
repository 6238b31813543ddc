import { describe, expect, it } from '@jest/globals';
import { encodeEvent, type CloudEvent, type DispatchNormalised } from '#contracts';
import type { BatchContext, EventBatch } from '#events';
import { aDispatch } from '#testing';
import type { DeduplicatorService } from './deduplicator.service.js';
import { DispatchesHandler } from './dispatches.handler.js';

type Dispatches = EventBatch<'wire.dispatches'>;

/** A handler over a deduplicator that only notes what it was given. */
function aHandler() {
  const decided: DispatchNormalised[] = [];
  const service = {
    decideBatch: (events: readonly DispatchNormalised[]) => Promise.resolve(void decided.push(...events)),
  } as unknown as DeduplicatorService;
  return { decided, handler: new DispatchesHandler(service) };
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
  it('applies a kill that crashed three times as status only, and lets other copy go to the dead letters', async () => {
    const { decided, handler } = aHandler();
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
    const results = await handler.handle({
      ...batch,
      context: { ...batch.context, lastResort: true },
    });
    expect(results.map((result) => result.kind)).toEqual(['ok', 'dead-letter']);
    expect(decided).toHaveLength(1);
    expect(decided[0]!.dispatch).toMatchObject({ signal: 'kill', identity: kill.dispatch.identity });
    expect(decided[0]!.dispatch.item).not.toHaveProperty('bodies');
  });

  it('drops tombstones, which the topic has none of', async () => {
    const { handler } = aHandler();
    expect(await handler.handle(aBatch(null))).toEqual([{ kind: 'drop', reason: 'tombstone' }]);
  });
});
