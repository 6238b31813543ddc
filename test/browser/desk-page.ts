import type { Locator, Page } from 'playwright-core';
import { type DeskProcess, eventually } from '../e2e/desk-process.js';

/** The page of the desk as a reader meets it: by roles and names, not by its markup. */
export class DeskPage {
  constructor(readonly page: Page) {}

  /** Opens the page through the one-time link of the start banner and waits for the live line. */
  async open(desk: DeskProcess): Promise<void> {
    await this.page.goto(await signInLink(desk));
    await this.page.getByText('Live', { exact: true }).waitFor();
  }

  get search(): Locator {
    return this.page.getByRole('searchbox', { name: 'Search the wire' });
  }

  get lines(): Locator {
    return this.page.getByRole('listbox', { name: 'Wire' }).getByRole('option');
  }

  line(headline: string): Locator {
    return this.lines.filter({ hasText: headline });
  }

  get story(): Locator {
    return this.page.getByRole('article');
  }
}

/** The sign-in link that the desk printed when it started. */
export function signInLink(desk: DeskProcess): Promise<string> {
  return eventually(
    'the sign-in link',
    async () => /http:\/\/\S+\/session\?token=[\w.~-]+/.exec(desk.output)?.[0],
  );
}
