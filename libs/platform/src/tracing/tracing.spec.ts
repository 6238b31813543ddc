import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { activeTraceparent, Tracing } from './tracing.js';

interface SentSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly status: { readonly code?: number; readonly message?: string };
}

const caller = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('traces', () => {
  const sent: SentSpan[] = [];
  let collector: Server;
  let tracing: Tracing;

  beforeAll(async () => {
    collector = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(parts).toString()) as {
          resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[];
        };
        sent.push(
          ...body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
        );
        response.setHeader('content-type', 'application/json').end('{}');
      });
    }).listen(0, '127.0.0.1');
    await once(collector, 'listening');
    const { port } = collector.address() as AddressInfo;
    tracing = Tracing.start({ service: 'gateway', tracing: { endpoint: `http://127.0.0.1:${port}` } });
  });

  afterAll(() => void collector.close());

  it("go on with the caller's trace, tell what runs inside, and reach the collector", async () => {
    const outer = tracing.begin('push', 'server', { parent: caller });
    const carried = outer.run(() => activeTraceparent());
    expect(carried).toBe(outer.traceparent);
    expect(activeTraceparent()).toBeUndefined();
    const inner = tracing.begin('consume', 'consumer', { parent: carried });
    inner.end(new Error('no room'));
    outer.end();
    await tracing.stop();
    const [consume, push] = ['consume', 'push'].map((name) => sent.find((span) => span.name === name));
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
