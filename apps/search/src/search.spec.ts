import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { groupIdOf, type StorySnapshot } from '#contracts';
import type { SearchResult } from '#search';
import { testDatabase } from '#testing';
import { aStory, problemOf, TestSearchService } from './search.fixture.js';

describe('the search API', () => {
  let desk: TestSearchService;

  beforeAll(async () => {
    desk = await TestSearchService.start(await testDatabase());
    await desk.index(
      aStory('Ferry runs aground', { versionCreated: '2026-11-03T09:00:00.000Z' }),
      aStory('Ferry towed', {
        provider: 'sudpresse',
        versionCreated: '2026-11-02T23:30:00.000Z',
        signal: 'update',
      }),
      aStory('Secret merger', { status: 'embargoed', statusReason: 'embargo' }),
    );
  });

  afterAll(() => desk.stop());

  const search = (parameters: string, key?: string) =>
    desk.json<SearchResult>(`/v1/search?${parameters}`, key);
  const titles = async (parameters: string, key?: string): Promise<unknown[]> =>
    (await search(parameters, key)).hits.map((hit) => hit.item.headlines?.[0]?.value);

  it('finds, filters, counts and marks', async () => {
    const result = await search('q=ferries&facets=provider,signal&highlight=true&sort=old');
    expect(result).toMatchObject({
      total: 2,
      totalRelation: 'eq',
      cursor: null,
      facets: {
        provider: [
          { value: 'nordwire', count: 1 },
          { value: 'sudpresse', count: 1 },
        ],
        signal: [
          { value: 'new', count: 1 },
          { value: 'update', count: 1 },
        ],
      },
    });
    expect(result.hits[0]?.highlight?.headline).toBe('<mark>Ferry</mark> towed');
    expect(Object.keys((await search('facets=true')).facets)).toHaveLength(8);
  });

  it('takes lists by comma and by repetition', async () => {
    expect(await titles('provider=nordwire,sudpresse')).toHaveLength(2);
    expect(await titles('provider=nordwire&provider=sudpresse')).toHaveLength(2);
    expect(await titles('provider=sudpresse&signal=new,update')).toEqual(['Ferry towed']);
  });

  it('reads days in the asked time zone, the last one taken in', async () => {
    expect(await titles('from=2026-11-03&to=2026-11-03')).toEqual(['Ferry runs aground']);
    expect(await titles('from=2026-11-03&time_zone=Europe/Paris')).toHaveLength(2);
    expect(await titles('q=date:2026-11-03&time_zone=Europe/Paris')).toHaveLength(2);
    expect(await titles('to=2026-11-03T00:00:00Z')).toEqual(['Ferry towed']);
  });

  it('reads on with a cursor', async () => {
    const first = await search('q=ferry&limit=1');
    const second = await search(`q=ferry&limit=1&cursor=${first.cursor}`);
    expect([...first.hits, ...second.hits].map((hit) => hit.provider)).toEqual(['nordwire', 'sudpresse']);
  });

  it.each([
    ['limit=0', 'request_invalid'],
    ['limit=101', 'request_invalid'],
    ['sort=best', 'request_invalid'],
    ['facets=colour', 'request_invalid'],
    ['from=yesterday', 'request_invalid'],
    ['time_zone=Mars', 'request_invalid'],
    ['colour=red', 'request_invalid'],
    ['q=a&q=b', 'request_invalid'],
    ['cursor=nonsense', 'cursor_invalid'],
    ['view=clusters', 'unsupported_by_engine'],
    [`q=${'x'.repeat(5_000)}`, 'query_invalid'],
  ])('answers %s with 400 %s', async (parameters, code) => {
    expect(await problemOf(await desk.get(`/v1/search?${parameters}`))).toEqual({ status: 400, code });
  });

  it('tells what was mended in a query', async () => {
    const { warnings } = await desk.json<{ warnings: { code: string }[] }>('/v1/search?q="ferry');
    expect(warnings.map(({ code }) => code)).toContain('quote_unclosed');
  });

  it('is shut without a key and to keys of feeds', async () => {
    const { key } = await desk.key({ scopes: ['feed:push'], feed: 'nordwire' });
    for (const path of ['/v1/search', '/v1/stream', `/v1/stories/${aStory('x').storyId}`]) {
      expect(await problemOf(await desk.get(path, { key: null }))).toEqual({
        status: 401,
        code: 'key_missing',
      });
      expect(await problemOf(await desk.get(path, { key }))).toEqual({ status: 403, code: 'scope_missing' });
    }
  });

  it('shows held copy to operators who ask for it, and to nobody else', async () => {
    const { key } = await desk.key();
    const ops = await desk.key({ scopes: ['search:read', 'ops:read'] });
    expect(await titles('q=secret&includeHeld=true', key)).toEqual([]);
    expect(await titles('q=secret', ops.key)).toEqual([]);
    expect(await titles('q=secret&includeHeld=true', ops.key)).toEqual(['Secret merger']);
    const { storyId } = aStory('Secret merger');
    expect((await desk.get(`/v1/stories/${storyId}`, { key })).status).toBe(404);
    expect((await desk.get(`/v1/stories/${storyId}`, { key: ops.key })).status).toBe(200);
  });

  it('shows each reader the providers of its key', async () => {
    const { key } = await desk.key({ providers: ['sudpresse'] });
    expect(await titles('q=ferry', key)).toEqual(['Ferry towed']);
    const { storyId } = aStory('Ferry runs aground');
    for (const door of ['', '/versions', '/related', `/diff?from=${storyId}&to=${storyId}`]) {
      const response = await desk.get(`/v1/stories/${storyId}${door}`, { key });
      expect([door, await problemOf(response)]).toEqual([door, { status: 404, code: 'not_found' }]);
    }
  });

  it('opens a story, and of a killed one the mark', async () => {
    const story = aStory('Mayor resigns', { groupId: groupIdOf('mayor') });
    await desk.index({ ...story, revision: 2, status: 'canceled', statusReason: 'killed' });
    const opened = await desk.json<StorySnapshot>(`/v1/stories/${story.storyId}`);
    expect(opened).toMatchObject({ status: 'canceled', text: { plain: '' } });
    expect(opened.item.headlines?.[0]?.value).toBe('Mayor resigns');
    expect(opened.item.bodies).toBeUndefined();
    expect((await desk.get('/v1/stories/not-an-id')).status).toBe(404);
    expect((await desk.get(`/v1/stories/${aStory('unknown').storyId}`)).status).toBe(404);
  });

  it('relates stories', async () => {
    const { storyId } = aStory('Ferry runs aground');
    await desk.index(aStory('Ferry aground: crew of the ferry safe', { provider: 'ostkurier' }));
    const { related } = await desk.json<{ related: { relation: string }[] }>(
      `/v1/stories/${storyId}/related`,
    );
    expect(related.map(({ relation }) => relation)).toEqual(['similar_title']);
  });
});
