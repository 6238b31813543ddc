import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OtlpCollector } from '#testing';
import { activeTraceparent, Tracing } from './tracing.js';

const caller = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('traces', () => {
  const collector = new OtlpCollector();
  let tracing: Tracing;

  beforeAll(async () => {
    await collector.start();
    tracing = Tracing.start({ service: 'gateway', tracing: { endpoint: collector.url } });
  });

  afterAll(() => collector.stop());

  it("go on with the caller's trace, tell what runs inside, and reach the collector", async () => {
    const outer = tracing.begin('push', 'server', { parent: caller });
    const carried = outer.run(() => activeTraceparent());
    expect(carried).toBe(outer.traceparent);
    expect(activeTraceparent()).toBeUndefined();
    const inner = tracing.begin('consume', 'consumer', { parent: carried });
    inner.end(new Error('no room'));
    outer.end();
    await tracing.stop();
    const [consume, push] = ['consume', 'push'].map((name) =>
      collector.spans.find((span) => span.name === name),
    );
    expect(push).toMatchObject({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      parentSpanId: 'b7ad6b7169203331',
    });
    expect(consume).toMatchObject({
      traceId: push?.traceId,
      parentSpanId: push?.spanId,
      status: { code: 2, message: 'no room' },
    });
  });

  it('are not made without a collector', () => {
    const off = Tracing.start({ service: 'gateway', tracing: undefined });
    const work = off.begin('push', 'server', { parent: caller });
    expect([off.isOn, work.traceparent, work.run(() => activeTraceparent())]).toEqual([
      false,
      undefined,
      undefined,
    ]);
  });
});
