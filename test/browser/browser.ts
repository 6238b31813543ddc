import { chromium, type Browser, type Page } from 'playwright-core';

/** Whether the picture of the README is to be taken. */
export const screenshotWanted = Boolean(process.env['WIREDESK_SCREENSHOT']);
// A desk gets the environment of the tests and refuses settings that it does not know.
delete process.env['WIREDESK_SCREENSHOT'];

/** Starts Debian's Chromium, or the one that `CHROMIUM_PATH` names. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** What went wrong on a page: faults of scripts, of the security policy, and requests that left the desk. */
export function watchFaults(page: Page, origin: string): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) faults.push(`asked ${request.url()}`);
  });
  return faults;
}
