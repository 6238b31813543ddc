import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problem, TestGateway } from '../gateway.fixture.js';
import { Stages } from '../stages.fixture.js';

interface Page {
  entries: { id: string; transmissionId: string; code: string; state: string }[];
  cursor: string | null;
}

describe('quarantine', () => {
  let gateway: TestGateway;
  let stages: Stages;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    stages = new Stages(gateway.database.dataSource);
    await gateway.createFeed('nordwire');
    await gateway.createFeed('faro');
  });

  afterAll(() => gateway.stop());

  async function pushed(feed = 'nordwire'): Promise<string> {
    const response = await gateway.push(feed, '<item>');
    return ((await response.json()) as { transmissionId: string }).transmissionId;
  }

  function list(query = '', key?: string): Promise<Page> {
    return gateway.json<Page>('GET', `/v1/quarantine${query}`, key === undefined ? {} : { key });
  }

  it('lists what the normaliser and the deduplicator refused, newest first, page by page', async () => {
    const expected: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      const table = i % 2 === 0 ? 'normaliser' : 'truth';
      expected.unshift(await stages.refused(await pushed(), { code: 'paging', table }));
    }
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Page = await list(`?code=paging&limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...page.entries.map((entry) => entry.id));
      cursor = page.cursor;
    }
    expect(seen).toEqual(expected);
    expect(await problem(await gateway.call('GET', '/v1/quarantine?cursor=made-up'))).toMatchObject({
      status: 400,
      code: 'cursor_invalid',
    });
  });

  it('shows an entry with the beginning of its bytes and the way to all of them', async () => {
    const transmissionId = await pushed();
    const id = await stages.refused(transmissionId);
    expect(await gateway.json('GET', `/v1/quarantine/${id}`)).toMatchObject({
      id,
      transmissionId,
      code: 'xml_broken',
      excerpt: '<item>',
      stack: null,
      raw: `/v1/transmissions/${transmissionId}/raw`,
    });
  });

  it('normalises an entry again as a new run, with the profile that the feed has now', async () => {
    const transmissionId = await pushed();
    const id = await stages.refused(transmissionId);
    await gateway.json('PATCH', '/v1/feeds/nordwire', { body: { profile: 'mended' } });
    expect(await gateway.json('POST', `/v1/quarantine/${id}/replay`)).toEqual({
      transmissions: 1,
      entries: 1,
    });
    const events = await gateway.rows<{ payload: Buffer }>(
      'select payload from bus.event_log where key = $1 order by xid, position',
      [transmissionId],
    );
    expect(events.map(({ payload }) => JSON.parse(payload.toString()) as object)).toEqual([
      expect.objectContaining({ run: 0, profile: null }),
      expect.objectContaining({ run: 1, profile: 'mended', transmissionId, feed: 'nordwire' }),
    ]);
    expect(await gateway.json('GET', `/v1/quarantine/${id}`)).toMatchObject({ state: 'replayed' });
    expect(
      await gateway.rows('select action from access.audit where subject = $1', [transmissionId]),
    ).toEqual([{ action: 'quarantine.replayed' }]);
  });

  it('normalises all again that a mend may have helped, and nothing else', async () => {
    const [one, two, other] = [await pushed(), await pushed(), await pushed('faro')];
    await stages.refused(one, { code: 'charset_unknown' });
    await stages.refused(one, { code: 'charset_unknown', index: 1 });
    await stages.refused(two, { code: 'charset_unknown' });
    await stages.refused(other, { code: 'charset_unknown', provider: 'faro' });
    expect(
      await gateway.json('POST', '/v1/quarantine/replay', {
        body: { feed: 'nordwire', code: 'charset_unknown' },
      }),
    ).toEqual({ transmissions: 2, entries: 3 });
    expect((await list('?code=charset_unknown')).entries).toMatchObject([{ transmissionId: other }]);
  });

  it('puts an entry aside once', async () => {
    const id = await stages.refused(await pushed());
    expect(await gateway.json('POST', `/v1/quarantine/${id}/dismiss`)).toMatchObject({
      id,
      state: 'dismissed',
    });
    expect(await problem(await gateway.call('POST', `/v1/quarantine/${id}/dismiss`))).toMatchObject({
      status: 409,
      code: 'state_conflict',
    });
    expect((await list('?state=dismissed')).entries.map((entry) => entry.id)).toContain(id);
  });

  it('shows nobody the copy of providers that they may not read, and lets none but operators act', async () => {
    const id = await stages.refused(await pushed(), { code: 'rights' });
    const foreign = await gateway.createKey({ scopes: ['ops:read', 'ops:write'], providers: ['faro'] });
    expect((await list('?code=rights', foreign)).entries).toEqual([]);
    expect((await gateway.call('GET', `/v1/quarantine/${id}`, { key: foreign })).status).toBe(404);
    expect((await gateway.call('POST', `/v1/quarantine/${id}/replay`, { key: foreign })).status).toBe(404);
    const watcher = await gateway.createKey({ scopes: ['ops:read'] });
    expect(
      await problem(await gateway.call('POST', `/v1/quarantine/${id}/dismiss`, { key: watcher })),
    ).toMatchObject({ status: 403, code: 'scope_missing' });
  });
});

describe('replaying transmissions', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    await gateway.createFeed('nordwire');
    await gateway.createFeed('faro');
  });

  afterAll(() => gateway.stop());

  it('takes those of a feed and a time, quietly unless told otherwise', async () => {
    for (const feed of ['nordwire', 'nordwire', 'faro']) await gateway.push(feed, 'x');
    const replay = (body: object) => gateway.json('POST', '/v1/ops/replay', { body });
    expect(await replay({ feed: 'nordwire' })).toEqual({ transmissions: 2 });
    expect(await replay({ to: '2020-01-01T00:00:00Z' })).toEqual({ transmissions: 0 });
    expect(await replay({ from: '2020-01-01T00:00:00Z', notify: true })).toEqual({ transmissions: 3 });
    const events = await gateway.rows<{ payload: Buffer }>(
      "select payload from bus.event_log where topic = 'wire.transmissions' order by xid, position",
    );
    const runs = events.map(
      ({ payload }) => JSON.parse(payload.toString()) as { run: number; notify: boolean },
    );
    expect(runs.slice(3).map(({ run, notify }) => [run, notify])).toEqual([
      [1, false],
      [1, false],
      [2, true],
      [2, true],
      [1, true],
    ]);
  });

  it('does not take everything by mistake', async () => {
    expect(
      await problem(await gateway.call('POST', '/v1/ops/replay', { body: { notify: true } })),
    ).toMatchObject({
      status: 400,
      code: 'request_invalid',
    });
  });

  it('tells of a transmission that is not there', async () => {
    const path = '/v1/transmissions/01900000-0000-7000-8000-000000000000/replay';
    expect(await problem(await gateway.call('POST', path))).toMatchObject({ status: 404, code: 'not_found' });
  });
});
