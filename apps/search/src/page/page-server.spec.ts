import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestSearchService } from '../search.fixture.js';

const isBuilt = existsSync('dist/dashboard/index.html');

describe('the page', () => {
  let desk: TestSearchService;

  beforeAll(async () => {
    desk = await TestSearchService.start();
  });

  afterAll(() => desk.stop());

  const open = (path: string, accept = 'text/html,*/*') => desk.get(path, { key: null, headers: { accept } });

  it('is never in front of an API', async () => {
    expect((await open('/v1/search')).status).toBe(401);
    expect((await open('/v1/nothing')).status).toBe(404);
    expect((await open('/health/live')).headers.get('content-type')).toContain('json');
    expect((await open('/nothing', 'application/json')).status).toBe(404);
  });

  (isBuilt ? it : it.skip)('is served at its own addresses, and its hashed files for good', async () => {
    for (const path of ['/', '/some/view']) {
      const response = await open(path);
      expect([path, response.status, response.headers.get('cache-control')]).toEqual([path, 200, 'no-cache']);
      expect(await response.text()).toContain('<div id="desk">');
    }
    const html = await (await open('/', '*/*')).text();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? '';
    const response = await open(script, '*/*');
    expect(response.headers.get('content-type')).toContain('javascript');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect((await open('/assets/missing.js', '*/*')).status).toBe(404);
  });
});
