import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { DeskProcess } from '../e2e/desk-process.js';
import { openBrowser, watchFaults } from './browser.js';
import { DeskPage, signInLink } from './desk-page.js';

/** One version of an invented story, as an agency would push it in ninjs 3.1. */
function dispatch(name: string, members: Record<string, unknown> = {}): Record<string, unknown> {
  const versionCreated = new Date().toISOString();
  return {
    uri: `urn:newsml:nordwire.example:${name}`,
    type: 'text',
    version: '1',
    versionCreated,
    pubStatus: 'usable',
    language: 'en',
    headlines: [{ role: 'main', value: `Storm closes ferry routes off Skarvik (${name})` }],
    bodies: [
      {
        role: 'main',
        contentType: 'text/html',
        value:
          `<p>Ferries between Skarvik and the outer islands stayed in port on Tuesday, the harbour of ${name} said.</p>` +
          '<p>“Nobody should travel today,” said harbour master Ingrid Solvang.</p>',
      },
    ],
    standard: {
      name: 'ninjs',
      version: '3.1',
      schema: 'http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#',
    },
    ...members,
  };
}

describe('the page of the desk', () => {
  let desk: DeskProcess;
  let browser: Browser;
  let context: BrowserContext;
  let page: DeskPage;
  let pushKey: string;
  let faults: string[];

  const push = async (item: Record<string, unknown>) => {
    const { status } = await desk.call('POST', '/v1/feeds/nordwire/transmissions', {
      key: pushKey,
      bytes: JSON.stringify(item),
      headers: { 'content-type': 'application/json' },
    });
    expect(status).toBe(202);
  };

  beforeAll(async () => {
    desk = await DeskProcess.create();
    await desk.start();
    const feed = await desk.call('POST', '/v1/feeds', {
      json: { id: 'nordwire', provider: 'nordwire', kind: 'push' },
    });
    expect(feed.status).toBe(201);
    const key = await desk.call<{ key: string }>('POST', '/v1/keys', {
      json: { scope: ['feed:push'], feed: 'nordwire' },
    });
    pushKey = key.body.key;
    browser = await openBrowser();
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    const tab = await context.newPage();
    faults = watchFaults(tab, desk.url);
    page = new DeskPage(tab);
    await page.open(desk);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await desk?.destroy();
  }, 60_000);

  beforeEach(() => {
    faults.length = 0;
  });

  afterEach(() => {
    expect(faults).toEqual([]);
  });

  it('shows a pushed dispatch without being loaded again', async () => {
    await page.page.evaluate('window.sameDocument = true');
    await push(dispatch('arrives'));
    await page.line('(arrives)').waitFor();
    expect(await page.lines.first().textContent()).toContain('(arrives)');
    expect(await page.page.evaluate("'sameDocument' in window")).toBe(true);
  });

  it('finds it by its words and marks them', async () => {
    await push(
      dispatch('other', {
        headlines: [{ role: 'main', value: 'Council of Brennholm names a new director' }],
      }),
    );
    await page.line('Brennholm').waitFor();
    await page.search.fill('arrives');
    await page.line('Brennholm').waitFor({ state: 'detached' });
    await page.line('(arrives)').locator('mark').first().waitFor();
    expect(page.page.url()).toContain('q=arrives');
  });

  it('opens it for reading, by keys alone', async () => {
    await page.search.press('Enter');
    await page.page.keyboard.press('j');
    await page.page.keyboard.press('Enter');
    await page.story.getByText('said harbour master Ingrid Solvang').waitFor();
    expect(await page.story.getByRole('heading', { level: 2 }).textContent()).toContain(
      'Storm closes ferry routes',
    );
    expect(page.page.url()).toMatch(/[?&]id=[0-9a-f-]{36}/);
  });

  it('strikes a killed story at once and takes its text off the page', async () => {
    await push(dispatch('arrives', { version: '2', pubStatus: 'canceled' }));
    await page.line('(arrives)').getByText('Killed').waitFor();
    await page.story.getByText('took this story back').waitFor();
    expect(await page.story.textContent()).not.toContain('Ingrid Solvang');
    await page.page.keyboard.press('Escape');
    await page.story.waitFor({ state: 'detached' });
  });

  it('lets new copy wait behind a button while someone reads', async () => {
    await page.search.fill('');
    await page.line('Brennholm').click();
    await page.story.waitFor();
    await push(dispatch('waits'));
    const button = page.page.getByRole('button', { name: '1 new' });
    await button.waitFor();
    expect(await page.line('(waits)').count()).toBe(0);
    await button.click();
    await page.line('(waits)').waitFor();
  });

  it('replaces an updated story where it stands', async () => {
    const versionTwo = dispatch('waits', {
      version: '2',
      headlines: [{ role: 'main', value: 'Storm closes ferry routes off Skarvik, power out (waits)' }],
    });
    await push(versionTwo);
    await page.line('power out (waits)').waitFor();
    expect(await page.line('(waits)').count()).toBe(1);
  });

  it('runs nothing that copy brings along', async () => {
    await push(
      dispatch('hostile', {
        headlines: [{ role: 'main', value: '<img src=x onerror="window.hit=1"> (hostile)' }],
        bodies: [
          {
            role: 'main',
            contentType: 'text/html',
            value:
              '<p onclick="window.hit=1">Plain words stay.</p><script>window.hit=1</script>' +
              '<a href="JaVaScRiPt:window.hit=1">link</a><svg><script>window.hit=1</script></svg>' +
              '<iframe srcdoc="<script>parent.hit=1</script>"></iframe>',
          },
        ],
      }),
    );
    await page.page.getByRole('button', { name: '1 new' }).click();
    await page.line('(hostile)').click();
    await page.story.getByText('Plain words stay.').waitFor();
    expect(await page.story.locator('script, svg, iframe, [onclick], img').count()).toBe(0);
    expect(await page.page.evaluate("'hit' in window")).toBe(false);
  });

  it('keeps the question in its address, so that it can be passed on', async () => {
    await page.page.goto(`${desk.url}/?q=Brennholm&provider=nordwire`);
    await page.line('Brennholm').waitFor();
    expect(await page.search.inputValue()).toBe('Brennholm');
    expect(await page.lines.count()).toBe(1);
  });

  it('lets nobody in a second time by the same link, and signs out', async () => {
    const stranger = await browser.newContext();
    const tab = await stranger.newPage();
    await tab.goto(await signInLink(desk));
    await tab.goto(desk.url);
    await tab.getByText('You are not signed in.').waitFor();
    await stranger.close();
    await page.page.getByRole('button', { name: 'Sign out' }).click();
    await page.page.getByText('You are not signed in.').waitFor();
  });

  it('lets a reader in with a key', async () => {
    await page.page.getByLabel('API key').fill('no-such-key');
    await page.page.getByRole('button', { name: 'Sign in' }).click();
    await page.page.getByText('does not know this key').waitFor();
    await page.page.getByLabel('API key').fill(desk.adminKey);
    await page.page.getByRole('button', { name: 'Sign in' }).click();
    await page.line('Brennholm').waitFor();
    // The browser itself reports the refused key, which is what was asked for.
    faults.splice(0, faults.length, ...faults.filter((fault) => !fault.includes('401')));
  });
});
