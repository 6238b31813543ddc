import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#contracts';
import { appendEvents } from '#store';
import { testDatabase } from '#testing';
import { BreakableLink } from './breakable-link.fixture.js';
import { adminKey, problem, TestGateway } from './gateway.fixture.js';

describe('feeds', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await TestGateway.start();
  });

  afterAll(() => gateway.stop());

  it('are made once, shown without their secrets, and changed', async () => {
    const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    const feed = { id: 'faro', provider: 'agencia-faro', kind: 'push', profile: 'faro' };
    const created = await gateway.call('POST', '/v1/feeds', {
      body: { ...feed, signatures: { standardWebhooks: [secret] } },
    });
    expect(created.status).toBe(201);
    const text = await created.text();
    expect(text).not.toContain(secret);
    expect(JSON.parse(text)).toMatchObject({
      ...feed,
      enabled: true,
      signatures: { standardWebhooks: 1, superdesk: 0 },
    });
    expect(await problem(await gateway.call('POST', '/v1/feeds', { body: feed }))).toMatchObject({
      status: 409,
      code: 'already_exists',
    });
    const changed = await gateway.json('PATCH', '/v1/feeds/faro', { body: { profile: null } });
    expect(changed).toMatchObject({ profile: null, enabled: true, signatures: { standardWebhooks: 1 } });
    expect(await gateway.json('GET', '/v1/feeds')).toMatchObject({ feeds: [{ id: 'faro' }] });
  });

  it.each([
    [{ id: 'No Slug', provider: 'x' }, 'id'],
    [{ id: 'ok' }, 'provider'],
    [{ id: 'ok', provider: 'x', kind: 'pigeon' }, 'kind'],
    [{ id: 'ok', provider: 'x', colour: 'red' }, 'colour'],
  ])('name the field that is wrong: %j', async (body, field) => {
    const response = await gateway.call('POST', '/v1/feeds', { body });
    expect(response.status).toBe(400);
    const answer = (await response.json()) as { code: string; detail: string };
    expect(answer.code).toBe('request_invalid');
    expect(answer.detail).toContain(field);
  });

  it('can be removed until something came through', async () => {
    await gateway.createFeed('typo');
    expect((await gateway.call('DELETE', '/v1/feeds/typo')).status).toBe(204);
    expect(await problem(await gateway.call('GET', '/v1/feeds/typo'))).toMatchObject({
      status: 404,
      code: 'feed_unknown',
    });
    await gateway.createFeed('used');
    await gateway.push('used', 'x');
    expect(await problem(await gateway.call('DELETE', '/v1/feeds/used'))).toMatchObject({
      code: 'state_conflict',
    });
  });

  it('are not made by just any key', async () => {
    const key = await gateway.createKey({
      scopes: ['ops:read', 'ops:write', 'search:read', 'destinations:write'],
    });
    const response = await gateway.call('POST', '/v1/feeds', { key, body: { id: 'a', provider: 'a' } });
    expect(await problem(response)).toMatchObject({ status: 403, code: 'scope_missing' });
  });
});

describe('keys', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    await gateway.createFeed('nordwire');
  });

  afterAll(() => gateway.stop());

  it('are shown once, kept as a hash, listed without it, and end at once when revoked', async () => {
    const made = await gateway.json<{ key: string; id: string; prefix: string }>('POST', '/v1/keys', {
      body: { scopes: ['ops:read'], name: 'watch' },
    });
    expect(made.key).toMatch(/^wd_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/);
    const list = await (await gateway.call('GET', '/v1/keys')).text();
    expect(list).toContain(made.prefix);
    expect(list).not.toContain(made.key);
    const [row] = await gateway.rows<object>('select * from access.api_keys where key_id = $1', [made.id]);
    expect(JSON.stringify(row)).not.toContain(made.key.split('_')[2]);
    expect((await gateway.call('GET', '/v1/feeds', { key: made.key })).status).toBe(200);
    expect((await gateway.call('DELETE', `/v1/keys/${made.id}`)).status).toBe(204);
    expect(await problem(await gateway.call('GET', '/v1/feeds', { key: made.key }))).toMatchObject({
      status: 401,
      code: 'key_unknown',
    });
    expect((await gateway.call('DELETE', `/v1/keys/${made.id}`)).status).toBe(404);
    expect((await gateway.call('DELETE', '/v1/keys/not-an-id')).status).toBe(404);
  });

  it('that expire are refused by name from then on', async () => {
    const key = await gateway.createKey({
      scopes: ['ops:read'],
      expiresAt: new Date(Date.now() + 400).toISOString(),
    });
    expect((await gateway.call('GET', '/v1/feeds', { key })).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 450));
    expect(await problem(await gateway.call('GET', '/v1/feeds', { key }))).toMatchObject({
      status: 401,
      code: 'key_expired',
    });
  });

  it.each([
    [{ scopes: ['feed:push'] }, 400, 'request_invalid'],
    [{ scopes: ['feed:push'], feed: 'nobody' }, 404, 'feed_unknown'],
    [{ scopes: [] }, 400, 'request_invalid'],
    [{ scopes: ['everything'] }, 400, 'request_invalid'],
    [{ scopes: ['ops:read'], expiresAt: '2020-01-01T00:00:00Z' }, 400, 'request_invalid'],
    [{ scopes: ['ops:read'], expiresAt: 'tomorrow' }, 400, 'request_invalid'],
  ])('are not made from %j', async (body, status, code) => {
    expect(await problem(await gateway.call('POST', '/v1/keys', { body }))).toMatchObject({ status, code });
  });

  it('leave a trace of who made and revoked them', async () => {
    const made = await gateway.json<{ id: string }>('POST', '/v1/keys', { body: { scopes: ['ops:read'] } });
    await gateway.call('DELETE', `/v1/keys/${made.id}`);
    const entries = await gateway.rows(
      'select action from access.audit where subject = $1 order by audit_id',
      [made.id],
    );
    expect(entries).toEqual([{ action: 'key.created' }, { action: 'key.revoked' }]);
  });

  it('of another service on the same database are revoked here within moments', async () => {
    const neighbour = await TestGateway.start({}, gateway.database);
    const made = await gateway.json<{ id: string; key: string }>('POST', '/v1/keys', {
      body: { scopes: ['ops:read'] },
    });
    expect((await neighbour.call('GET', '/v1/feeds', { key: made.key })).status).toBe(200);
    await gateway.call('DELETE', `/v1/keys/${made.id}`);
    let status = 200;
    for (let i = 0; status === 200 && i < 40; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 25));
      status = (await neighbour.call('GET', '/v1/feeds', { key: made.key })).status;
    }
    expect(status).toBe(401);
    await neighbour.stopService();
  });
});

describe('the admin key of the environment', () => {
  it('replaces the one that was set before', async () => {
    const gateway = await TestGateway.start();
    const next = 'wd_test0001_the-next-admin-key-of-this-gateway';
    const successor = await TestGateway.start({ WIREDESK_ADMIN_KEY: next }, gateway.database);
    expect((await successor.call('GET', '/v1/keys', { key: next })).status).toBe(200);
    expect((await successor.call('GET', '/v1/keys', { key: adminKey })).status).toBe(401);
    await successor.stopService();
    await gateway.stop();
  });
});

describe('HTTP of the gateway', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await TestGateway.start({ WIREDESK_RATE_LIMIT: '5', WIREDESK_RATE_BURST: '10' });
  });

  afterAll(() => gateway.stop());

  it('answers a flood with one key by 429 and a time to wait, and other keys as before', async () => {
    const key = await gateway.createKey({ scopes: ['ops:read'] });
    const other = await gateway.createKey({ scopes: ['ops:read'] });
    const responses = await Promise.all(
      Array.from({ length: 30 }, () => gateway.call('GET', '/v1/feeds', { key })),
    );
    const limited = responses.filter((response) => response.status === 429);
    expect(limited.length).toBeGreaterThan(10);
    expect(limited[0]?.headers.get('retry-after')).toBe('1');
    expect((await gateway.call('GET', '/v1/feeds', { key: other })).status).toBe(200);
  });

  it('shows that it is alive and ready without a key, and its metrics', async () => {
    expect((await gateway.call('GET', '/health/live', { key: null })).status).toBe(200);
    const ready = await gateway.call('GET', '/health/ready', { key: null });
    expect(await ready.json()).toMatchObject({
      status: 'ok',
      checks: { store: { ok: true }, migrations: { ok: true }, consumers: { ok: true } },
    });
    const metrics = await (await gateway.call('GET', '/metrics', { key: null })).text();
    expect(metrics).toMatch(
      /wiredesk_http_request_seconds_count\{method="GET",route="\/health\/ready",status="200"\}/,
    );
    expect(metrics).toContain('nodejs_eventloop_lag_seconds');
  });

  it('serves its API document with the shape of bodies, and the page for people', async () => {
    const document = (await (await gateway.call('GET', '/docs-json', { key: null })).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    expect(JSON.stringify(document.paths['/v1/feeds']?.['post'])).toContain('provider');
    expect(Object.keys(document.paths)).toContain('/v1/feeds/{feed}/transmissions');
    const page = await gateway.call('GET', '/docs', { key: null });
    expect(page.status).toBe(200);
    expect(await page.text()).not.toMatch(/<script>/);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  it('knows no route that it does not know, and needs a key for those it does', async () => {
    expect(await problem(await gateway.call('GET', '/v1/nothing'))).toMatchObject({
      status: 404,
      code: 'not_found',
    });
    expect(await problem(await gateway.call('GET', '/v1/feeds', { key: null }))).toMatchObject({
      status: 401,
      code: 'key_missing',
    });
    const basic = await gateway.call('GET', '/v1/feeds', {
      key: null,
      headers: { authorization: 'Basic eDp5' },
    });
    expect(await problem(basic)).toMatchObject({ status: 401, code: 'key_missing' });
  });

  it('gives the data of an event that was too large to travel, to those who may read everything', async () => {
    const value = Buffer.from(JSON.stringify({ text: 'x'.repeat(300_000) }));
    await gateway.database.dataSource.transaction((manager) =>
      appendEvents(manager, [{ topic: 'wire.filings', key: 'large', headers: {}, value }]),
    );
    const [row] = await gateway.rows<{ reference: string }>(
      `select headers->>'ce_dataref' as reference from bus.event_log where key = 'large'`,
    );
    const path = `/v1/ops/event-data/${row?.reference.split('/')[1]}`;
    const response = await gateway.call('GET', path);
    expect(Buffer.from(await response.arrayBuffer()).equals(value)).toBe(true);
    const key = await gateway.createKey({ scopes: ['ops:read'] });
    expect((await problem(await gateway.call('GET', path, { key }))).code).toBe('scope_missing');
    const unknown = `/v1/ops/event-data/${newId()}`;
    expect((await problem(await gateway.call('GET', unknown))).code).toBe('not_found');
  });

  it('tells operators how the whole is', async () => {
    await gateway.createFeed('nordwire');
    await gateway.push('nordwire', 'x');
    const key = await gateway.createKey({ scopes: ['ops:read'] });
    expect(await gateway.json('GET', '/v1/ops/status', { key })).toMatchObject({
      store: { postgres: expect.any(String), migration: expect.any(String) },
      transmissions: { lastHour: 1, last24Hours: 1 },
      quarantine: { open: 0 },
      feeds: [{ id: 'nordwire', lastReceivedAt: expect.any(String), lastHour: 1 }],
      consumers: expect.any(Array),
    });
  });
});

describe('the store going away', () => {
  it('gives 503 with a time to wait, leaves nothing half-written, and ends when it is back', async () => {
    const database = await testDatabase();
    const link = await BreakableLink.to(database.url);
    const gateway = await TestGateway.start({ DATABASE_URL: link.url }, database);
    await gateway.createFeed('nordwire');
    const answers: Response[] = [];
    const sender = async () => {
      while (!answers.some((answer) => answer.status !== 202))
        answers.push(await gateway.push('nordwire', 'more'));
    };
    const senders = Promise.all(Array.from({ length: 8 }, sender));
    while (answers.length < 50) await new Promise((resolve) => setTimeout(resolve, 5));
    await link.cut();
    await senders;
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([202, 503]));

    const refused = await gateway.push('nordwire', 'during');
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(await problem(refused)).toMatchObject({ status: 503, code: 'store_unavailable' });
    expect((await gateway.call('GET', '/health/ready', { key: null })).status).toBe(503);
    expect((await gateway.call('GET', '/health/live', { key: null })).status).toBe(200);

    await link.mend();
    expect((await gateway.push('nordwire', 'after')).status).toBe(202);
    const accepted = (await Promise.all(
      answers.filter((answer) => answer.status === 202).map((answer) => answer.json()),
    )) as {
      transmissionId: string;
    }[];
    const [stored] = await gateway.rows<{ accepted: number; without_event: number }>(
      `select count(*) filter (where transmission_id = any($1))::int as accepted,
         count(*) filter (where not exists (
           select from bus.event_log where topic = 'wire.transmissions' and key = transmission_id::text))::int as without_event
       from gateway.transmissions`,
      [accepted.map((receipt) => receipt.transmissionId)],
    );
    expect(stored).toEqual({ accepted: accepted.length, without_event: 0 });
    await gateway.stop();
    await link.cut();
  });
});
