import { mkdir } from 'node:fs/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { DeskProcess, eventually } from '../e2e/desk-process.js';
import { openBrowser, screenshotWanted } from './browser.js';
import { DeskPage } from './desk-page.js';

/** The demo wire as it looks after the first start; with WIREDESK_SCREENSHOT=1 it becomes the picture of the README. */
describe('a desk with its demo wire', () => {
  let desk: DeskProcess | undefined;

  afterAll(() => desk?.destroy(), 60_000);

  it('shows a live wire at once on the first start', async () => {
    desk = await DeskProcess.create();
    await desk.start([]);
    const browser = await openBrowser();
    try {
      const tab = await browser.newPage({
        viewport: { width: 1440, height: 900 },
        locale: 'en-GB',
        timezoneId: 'Europe/Paris',
      });
      const page = new DeskPage(tab);
      await page.open(desk);
      await eventually(
        'the demo wire',
        async () => ((await page.lines.count()) >= 20 ? true : undefined),
        60_000,
      );
      await tab.getByRole('group', { name: 'Language' }).getByText('English').waitFor();
      const chosen = page.lines.filter({ hasText: 'Corrected' }).first();
      await ((await chosen.count()) > 0 ? chosen : page.lines.first()).click();
      await page.story.getByRole('heading', { level: 2 }).waitFor();
      if (screenshotWanted) await takePicture(tab);
      expect(await page.lines.count()).toBeGreaterThanOrEqual(20);
    } finally {
      await browser.close();
    }
  }, 240_000);
});

async function takePicture(tab: Page): Promise<void> {
  // The rows that just came in are tinted for a moment.
  await tab.waitForTimeout(4000);
  await mkdir('docs/images', { recursive: true });
  await tab.screenshot({ path: 'docs/images/desk.png' });
}
