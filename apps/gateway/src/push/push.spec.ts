import { createHmac } from 'node:crypto';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { problem, TestGateway } from '../gateway.fixture.js';

interface Receipt {
  transmissionId: string;
  receipt: string;
}

const problemType = 'application/problem+json; charset=utf-8';

describe('pushing to a feed', () => {
  let gateway: TestGateway;
  let pushKey: string;

  beforeAll(async () => {
    gateway = await TestGateway.start({ WIREDESK_MAX_BODY_BYTES: String(4 * 1_048_576) });
    await gateway.createFeed('nordwire');
    await gateway.createFeed('sudpresse');
    pushKey = await gateway.createKey({ scopes: ['feed:push'], feed: 'nordwire' });
  });

  afterAll(() => gateway.stop());

  async function rawOf(receipt: Receipt): Promise<Buffer> {
    const response = await gateway.call('GET', `/v1/transmissions/${receipt.transmissionId}/raw`);
    return Buffer.from(await response.arrayBuffer());
  }

  it('stores the bytes as they are, with one event, and answers with a receipt', async () => {
    const bytes = Buffer.from([0xff, 0x00, 0x93, 0xe9, 0x0a]);
    const response = await gateway.push('nordwire', bytes, { key: pushKey });
    expect(response.status).toBe(202);
    const receipt = (await response.json()) as Receipt;
    expect(receipt.receipt).toBe(`/v1/receipts/${receipt.transmissionId}`);
    expect(response.headers.get('location')).toBe(receipt.receipt);
    expect(await rawOf(receipt)).toEqual(bytes);
    const events = await gateway.rows<{ payload: Buffer }>(
      "select payload from bus.event_log where topic = 'wire.transmissions' and key = $1",
      [receipt.transmissionId],
    );
    expect(events).toHaveLength(1);
    expect(JSON.parse(String(events[0]?.payload))).toMatchObject({
      transmissionId: receipt.transmissionId,
      feed: 'nordwire',
      provider: 'nordwire',
      size: bytes.length,
      run: 0,
      contentType: 'text/plain; charset=utf-8',
    });
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['identity', (bytes: Buffer) => bytes],
  ])('decodes Content-Encoding %s before it stores', async (encoding, encode) => {
    const text = Buffer.from(`Eilmeldung aus Husum ${encode.name} `.repeat(2_000));
    const response = await gateway.push('nordwire', encode(text), {
      headers: { 'content-encoding': encoding },
    });
    expect(response.status).toBe(202);
    expect((await rawOf((await response.json()) as Receipt)).equals(text)).toBe(true);
  });

  describe('refuses', () => {
    it.each([
      ['an empty body', 'nordwire', '', {}, 400, 'body_empty'],
      ['an unknown feed', 'nobody', 'x', {}, 404, 'feed_unknown'],
      [
        'an unknown Content-Encoding',
        'nordwire',
        'x',
        { 'content-encoding': 'zstd' },
        415,
        'encoding_unsupported',
      ],
      [
        'two encodings at once',
        'nordwire',
        'x',
        { 'content-encoding': 'gzip, gzip' },
        415,
        'encoding_unsupported',
      ],
      ['what is no gzip', 'nordwire', 'plain', { 'content-encoding': 'gzip' }, 400, 'encoding_broken'],
      ['what is no deflate', 'nordwire', 'plain', { 'content-encoding': 'deflate' }, 400, 'encoding_broken'],
      ['what is no brotli', 'nordwire', 'plain', { 'content-encoding': 'br' }, 400, 'encoding_broken'],
      [
        'an endless idempotency key',
        'nordwire',
        'x',
        { 'idempotency-key': 'k'.repeat(300) },
        400,
        'request_invalid',
      ],
    ])('%s', async (_what, feed, body, headers, status, code) => {
      const response = await gateway.push(feed, body, { headers });
      expect(await problem(response)).toEqual({ status, code, type: problemType });
    });

    it('a gzip that ends early', async () => {
      const half = gzipSync(Buffer.from('a'.repeat(10_000) + Math.random())).subarray(0, 30);
      const response = await gateway.push('nordwire', half, { headers: { 'content-encoding': 'gzip' } });
      expect(await problem(response)).toMatchObject({ status: 400, code: 'encoding_broken' });
    });

    it('an empty gzip', async () => {
      const response = await gateway.push('nordwire', gzipSync(''), {
        headers: { 'content-encoding': 'gzip' },
      });
      expect(await problem(response)).toMatchObject({ status: 400, code: 'body_empty' });
    });

    it('a body over the limit, declared or not', async () => {
      const large = Buffer.alloc(4 * 1_048_576 + 1, 'x');
      expect(await problem(await gateway.push('nordwire', large))).toMatchObject({
        status: 413,
        code: 'body_too_large',
      });
      const stream = new ReadableStream({
        start(controller) {
          for (let i = 0; i < 5; i += 1) controller.enqueue(large.subarray(0, 1_048_576));
          controller.close();
        },
      });
      const response = await fetch(`${gateway.url}/v1/feeds/nordwire/transmissions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${pushKey}` },
        body: stream,
        duplex: 'half',
      });
      expect(await problem(response)).toMatchObject({ status: 413, code: 'body_too_large' });
    });

    it.each([
      ['gzip', gzipSync],
      ['br', brotliCompressSync],
      ['deflate', deflateSync],
      ['deflate', deflateRawSync],
    ])('a bomb in %s early, and the process goes on', async (encoding, encode) => {
      const bomb = encode(Buffer.alloc(80 * 1_048_576, 'a'));
      const before = process.memoryUsage().rss;
      const response = await gateway.push('nordwire', bomb, { headers: { 'content-encoding': encoding } });
      expect(await problem(response)).toMatchObject({ status: 413, code: 'body_too_large' });
      expect(process.memoryUsage().rss - before).toBeLessThan(60 * 1_048_576);
      expect((await gateway.push('nordwire', 'Weiter.')).status).toBe(202);
    });

    it('what grows too much for its size, though it stays under the limit', async () => {
      const body = gzipSync(Buffer.alloc(3 * 1_048_576, 'a'));
      const response = await gateway.push('nordwire', body, { headers: { 'content-encoding': 'gzip' } });
      expect(await problem(response)).toMatchObject({ status: 413, code: 'body_too_large' });
    });

    it('a request without key, with an unknown one, and with one of another feed', async () => {
      const stored = 'select count(*)::int as count from gateway.transmissions';
      const before = await gateway.rows(stored);
      expect(await problem(await gateway.push('nordwire', 'x', { key: null }))).toMatchObject({
        status: 401,
        code: 'key_missing',
      });
      expect(
        await problem(await gateway.push('nordwire', 'x', { key: 'wd_00000000_guessed' })),
      ).toMatchObject({
        status: 401,
        code: 'key_unknown',
      });
      expect(await problem(await gateway.push('sudpresse', 'x', { key: pushKey }))).toMatchObject({
        status: 403,
        code: 'feed_forbidden',
      });
      const reader = await gateway.createKey({ scopes: ['search:read'] });
      expect(await problem(await gateway.push('nordwire', 'x', { key: reader }))).toMatchObject({
        status: 403,
        code: 'scope_missing',
      });
      expect(await gateway.rows(stored)).toEqual(before);
    });

    it('pushes to a feed that is switched off, at once', async () => {
      await gateway.createFeed('inselpost');
      expect((await gateway.push('inselpost', 'x')).status).toBe(202);
      await gateway.json('PATCH', '/v1/feeds/inselpost', { body: { enabled: false } });
      expect(await problem(await gateway.push('inselpost', 'x'))).toMatchObject({
        status: 409,
        code: 'state_conflict',
      });
    });
  });

  it('takes JSON as bytes too, however the path is written', async () => {
    const text = '{ "a" : 1.0 }';
    const response = await fetch(`${gateway.url}/V1/feeds/nordwire/Transmissions/`, {
      method: 'POST',
      headers: { authorization: `Bearer ${pushKey}`, 'content-type': 'application/json' },
      body: text,
    });
    expect(response.status).toBe(202);
    expect((await rawOf((await response.json()) as Receipt)).toString()).toBe(text);
  });

  it('does not mind a sender that goes away in the middle', async () => {
    const gone = new AbortController();
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from('half a dispatch'));
        setTimeout(() => gone.abort(), 50);
      },
    });
    const push = fetch(`${gateway.url}/v1/feeds/nordwire/transmissions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${pushKey}` },
      body: stream,
      duplex: 'half',
      signal: gone.signal,
    });
    await expect(push).rejects.toThrow();
    expect((await gateway.push('nordwire', 'whole')).status).toBe(202);
    expect(await gateway.rows("select from gateway.transmissions where body = 'half a dispatch'")).toEqual(
      [],
    );
  });

  it('keeps what the headers say of the copy, clean of NUL, and no credentials', async () => {
    const response = await gateway.push('nordwire', 'x', {
      headers: {
        'content-disposition': `attachment; filename="plain.txt"; filename*=UTF-8''..%2Fwire%00%C3%A9t%C3%A9.xml`,
        'x-priority': '2',
        'x-auth-token': 'hidden',
        cookie: 'a=b',
      },
    });
    const { transmissionId } = (await response.json()) as Receipt;
    const view = await gateway.json<{ filename: string; headers: object }>(
      'GET',
      `/v1/transmissions/${transmissionId}`,
    );
    expect(view.filename).toBe('wireété.xml');
    expect(view.headers).toHaveProperty('x-priority', '2');
    expect(JSON.stringify(view)).not.toMatch(/hidden|Bearer|a=b/);
    const raw = await gateway.call('GET', `/v1/transmissions/${transmissionId}/raw`);
    expect(raw.headers.get('content-disposition')).toBe(
      `attachment; filename="wire_t_.xml"; filename*=UTF-8''wire%C3%A9t%C3%A9.xml`,
    );
    expect(raw.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(raw.headers.get('x-content-type-options')).toBe('nosniff');
  });

  describe('with an Idempotency-Key', () => {
    it('answers the same bytes with the first receipt, and other bytes with 422', async () => {
      const first = await gateway.push('nordwire', 'one', { headers: { 'idempotency-key': '"k-1"' } });
      const again = await gateway.push('nordwire', 'one', { headers: { 'idempotency-key': 'k-1' } });
      expect([first.status, again.status]).toEqual([202, 200]);
      expect(await again.json()).toEqual(await first.json());
      const other = await gateway.push('nordwire', 'two', { headers: { 'idempotency-key': '"k-1"' } });
      expect(await problem(other)).toMatchObject({ status: 422, code: 'idempotency_mismatch' });
    });

    it('keeps the keys of feeds apart', async () => {
      const here = await gateway.push('nordwire', 'here', { headers: { 'idempotency-key': 'shared' } });
      const there = await gateway.push('sudpresse', 'there', { headers: { 'idempotency-key': 'shared' } });
      expect([here.status, there.status]).toEqual([202, 202]);
    });

    it('stores one of many pushes that come at once', async () => {
      const responses = await Promise.all(
        Array.from({ length: 40 }, (_, i) =>
          gateway.push('nordwire', `same ${i % 4}`, { headers: { 'idempotency-key': `race-${i % 4}` } }),
        ),
      );
      const statuses = responses.map((response) => response.status).sort((a, b) => a - b);
      expect(statuses).toEqual([...Array.from({ length: 36 }, () => 200), 202, 202, 202, 202]);
      const receipts = await Promise.all(responses.map((response) => response.json() as Promise<Receipt>));
      expect(new Set(receipts.map((receipt) => receipt.transmissionId)).size).toBe(4);
    });

    it('forgets a key after a day', async () => {
      const push = () => gateway.push('nordwire', 'daily', { headers: { 'idempotency-key': 'day' } });
      await push();
      await gateway.rows(
        "update gateway.idempotency_keys set created_at = now() - interval '25 hours' where key = 'day'",
      );
      expect((await push()).status).toBe(202);
      expect((await push()).status).toBe(200);
    });
  });

  describe('with a signature instead of a key', () => {
    const whsec = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const superdesk = 'a shared push key of the desk';

    beforeAll(() =>
      gateway.createFeed('signed', { signatures: { standardWebhooks: [whsec], superdesk: [superdesk] } }),
    );

    function signed(body: string, id: string, at = new Date()): Record<string, string> {
      return {
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': `v1,bm90IHRoaXMgb25l ${new Webhook(whsec).sign(id, at, body)}`,
      };
    }

    it('takes what Standard Webhooks signed over the very bytes, and the same message once', async () => {
      const body = '{ "a":1.0, "b":"\\u00e9" }';
      const headers = signed(body, 'msg_1');
      expect((await gateway.push('signed', body, { key: null, headers })).status).toBe(202);
      expect((await gateway.push('signed', body, { key: null, headers })).status).toBe(200);
      const other = await gateway.push('signed', '{"a":1,"b":"é"}', { key: null, headers });
      expect(await problem(other)).toMatchObject({ status: 401, code: 'signature_invalid' });
    });

    it('takes what Superdesk signed, whatever the charset of the bytes', async () => {
      const body = Buffer.from([0xe9, 0x93, 0x41]);
      const mac = createHmac('sha1', superdesk).update(body).digest('hex');
      const headers = { 'x-superdesk-signature': `sha1=${mac}` };
      expect((await gateway.push('signed', body, { key: null, headers })).status).toBe(202);
    });

    it('refuses an old signature, and any signature where no secret is set', async () => {
      const old = signed('x', 'msg_2', new Date(Date.now() - 600_000));
      expect((await gateway.push('signed', 'x', { key: null, headers: old })).status).toBe(401);
      const empty = createHmac('sha1', '').update('x').digest('hex');
      const headers = { 'x-superdesk-signature': `sha1=${empty}` };
      expect(await problem(await gateway.push('nordwire', 'x', { key: null, headers }))).toMatchObject({
        status: 401,
        code: 'signature_invalid',
      });
      expect(await problem(await gateway.push('nobody', 'x', { key: null, headers }))).toMatchObject({
        status: 401,
        code: 'signature_invalid',
      });
    });
  });
});
