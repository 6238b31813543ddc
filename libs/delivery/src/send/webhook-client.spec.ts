import { afterEach, describe, expect, it } from '@jest/globals';
import { EgressGuard } from '../egress/egress-guard.js';
import { deadUrl, Receiver, socketOf, until, type Answer } from './receiver.fixture.js';
import { WebhookClient } from './webhook-client.js';

const never = new AbortController().signal;
const body = Buffer.from('{"b":1.0}');
const open: { stop(): Promise<void> | void }[] = [];

async function receiver(answer?: Answer): Promise<Receiver> {
  const started = await Receiver.start(answer);
  open.push(started);
  return started;
}

function client(options: { timeoutMs?: number; guard?: EgressGuard } = {}): WebhookClient {
  const made = new WebhookClient({
    guard: new EgressGuard({ allowLoopback: true }),
    timeoutMs: 2_000,
    ...options,
  });
  open.push({ stop: () => made.close() });
  return made;
}

afterEach(async () => {
  for (const resource of open.splice(0).reverse()) await resource.stop();
});

describe('the webhook client', () => {
  it('sends the bytes as they are, over one kept connection', async () => {
    const sink = await receiver();
    const posting = client();
    for (let i = 0; i < 5; i += 1) {
      expect(await posting.post(sink.url, { 'x-test': 'y' }, body, never)).toMatchObject({
        status: 204,
        error: null,
      });
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(sink.posts.map((post) => post.body.toString())).toEqual(Array(5).fill('{"b":1.0}'));
    expect(sink.posts[0]?.headers['x-test']).toBe('y');
    expect(sink.connections).toBe(1);
  });

  it('takes only 2xx for success, and tells of the rest by a code without the words of the receiver', async () => {
    for (const [status, error] of [
      [200, null],
      [202, null],
      [400, 'http_400'],
      [410, 'http_410'],
      [500, 'http_500'],
    ] as const) {
      const sink = await receiver((response) => response.writeHead(status).end('secret words'));
      expect(await client().post(sink.url, {}, body, never)).toEqual({
        status,
        error,
        retryAfterMs: undefined,
      });
    }
  });

  it('does not follow a redirect', async () => {
    const inner = await receiver();
    const sink = await receiver((response) => response.writeHead(302, { location: inner.url }).end());
    expect(await client().post(sink.url, {}, body, never)).toMatchObject({
      status: 302,
      error: 'redirect_refused',
    });
    expect(inner.posts).toHaveLength(0);
  });

  it('hands on how long the receiver wants to be left alone', async () => {
    const sink = await receiver((response) => response.writeHead(429, { 'retry-after': '7' }).end());
    expect(await client().post(sink.url, {}, body, never)).toMatchObject({
      status: 429,
      retryAfterMs: 7_000,
    });
  });

  it('gives up on a receiver that does not answer in time, and on one that hangs up', async () => {
    const silent = await receiver(() => undefined);
    expect(await client({ timeoutMs: 100 }).post(silent.url, {}, body, never)).toMatchObject({
      status: null,
      error: 'timeout',
    });
    const rude = await receiver((response) => socketOf(response).destroy());
    expect(await client().post(rude.url, {}, body, never)).toMatchObject({ error: 'connection_reset' });
    expect(await client().post(await deadUrl(), {}, body, never)).toMatchObject({
      error: 'connection_refused',
    });
  });

  it('is not held up by an answer without end', async () => {
    let written = 0;
    const sink = await receiver((response) => {
      response.writeHead(200);
      const pump = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536;
      };
      response.on('drain', pump);
      pump();
    });
    expect(await client().post(sink.url, {}, body, never)).toMatchObject({ status: 200, error: null });
    await until(() => sink.posts.length === 1);
    const before = written;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(written - before).toBeLessThan(20_000_000);
  });

  it('uses a new connection when a kept one was closed by the receiver meanwhile', async () => {
    const sink = await Receiver.start();
    const posting = client();
    await posting.post(sink.url, {}, body, never);
    const port = sink.port;
    await sink.stop();
    open.push(await Receiver.start(undefined, port));
    expect(await posting.post(sink.url, {}, body, never)).toMatchObject({ status: 204 });
  });

  it('stops at once when it is told to', async () => {
    const silent = await receiver(() => undefined);
    const stop = new AbortController();
    const result = client().post(silent.url, {}, body, stop.signal);
    await until(() => silent.posts.length === 1);
    stop.abort();
    expect(await result).toMatchObject({ status: null, error: 'stopped' });
  });

  it('opens no connection to an address that the guard refuses, by number or by name', async () => {
    const sink = await receiver();
    const guard = new EgressGuard({ resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]) });
    const posting = client({ guard });
    const port = String(sink.port);
    for (const host of ['127.0.0.1', '0x7f.1', '[::ffff:127.0.0.1]', 'innocent.example']) {
      expect(await posting.post(`http://${host}:${port}/`, {}, body, never)).toMatchObject({
        status: null,
        error: 'egress_denied',
      });
    }
    expect(sink.connections).toBe(0);
  });

  it('connects to the address that was checked, however the name answers afterwards', async () => {
    const sink = await receiver();
    let asked = 0;
    const guard = new EgressGuard({
      allow: ['127.0.0.1'],
      resolve: () =>
        Promise.resolve([{ address: (asked += 1) === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }]),
    });
    const url = `http://rebind.example:${sink.port}/`;
    expect(await client({ guard }).post(url, {}, body, never)).toMatchObject({ status: 204 });
    expect(asked).toBe(1);
    expect(await client({ guard }).post(url, {}, body, never)).toMatchObject({ error: 'egress_denied' });
  });
});
