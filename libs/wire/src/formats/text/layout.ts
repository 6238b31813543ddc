import type { Dateline } from '#contracts';
import { withoutFullStop } from '../../text/index.js';
import { takeNotesAndByline } from './bylines.js';
import type { Picture } from './captions.js';
import { takeCaptions } from './find-captions.js';
import { findHeadline, takeCopies } from './find-headline.js';
import { takeFurniture, takeWeakFurniture } from './furniture.js';
import { cutAfterEnding, takeLooseTitles } from './loose-titles.js';
import { Page, type PageContext } from './page.js';
import type { Unit } from './units.js';

/** What a text is made of, once furniture and copy are apart. */
export interface Layout {
  readonly headline?: string | undefined;
  readonly dateline?: Dateline | undefined;
  readonly byline?: string | undefined;
  readonly notes: readonly string[];
  /** Standfirsts: what stands between headline and copy. */
  readonly summaries: readonly string[];
  readonly paragraphs: readonly string[];
  /** Names under which the copy may be signed at its end. */
  readonly signers: readonly string[];
  readonly pictures: readonly Picture[];
  readonly related: readonly string[];
}

const minSummaryWords = 3;
const minOpening = 60;

/**
 * Tells copy from page by position, repetition and shape, helped by the word lists: a line is judged by where it
 * stands (above the dateline, between paragraphs, behind the last one), by whether another line repeats it, and by
 * whether it is a sentence. Rules that could cost copy only work on texts that show page furniture.
 */
export function layOut(units: readonly Unit[], context: PageContext): Layout {
  const page = new Page(units, context);
  takeFurniture(page);
  page.headlineAt = findHeadline(page);
  const headline = headlineOf(page);
  if (headline !== undefined) takeCopies(page, headline);
  takeCaptions(page);
  takeWeakFurniture(page);
  takeNotesAndByline(page);
  const bodyStart = findBodyStart(page);
  takeSummaries(page, bodyStart);
  cutAfterEnding(page, bodyStart);
  takeLooseTitles(page, bodyStart);
  return {
    headline,
    dateline: page.dateline?.dateline,
    byline: page.byline,
    notes: page.notes,
    summaries: page.summaries,
    paragraphs: paragraphsOf(page, bodyStart),
    signers: page.signers,
    pictures: page.pictures,
    related: [...new Set(page.related)],
  };
}

function headlineOf(page: Page): string | undefined {
  if (page.context.headline !== undefined) return page.context.headline;
  return page.headlineAt === -1 ? undefined : withoutFullStop(page.line(page.headlineAt).text);
}

/** Where the running copy begins: at the dateline, else with the first sentence behind the headline. */
function findBodyStart(page: Page): number {
  if (page.dateline !== undefined) return page.dateline.index;
  const from = page.headlineAt + 1;
  if (!page.isPage) return from;
  const isOpening = (index: number): boolean =>
    page.line(index).isProse && page.line(index).text.length >= minOpening;
  return page.openLines(from).find(isOpening) ?? from;
}

/** What is left above the copy: standfirsts under the headline stay as summaries, labels go. */
function takeSummaries(page: Page, bodyStart: number): void {
  for (const index of page.openLines(0, bodyStart)) {
    const line = page.line(index);
    if (index > page.headlineAt && line.words >= minSummaryWords) page.summaries.push(line.text);
    page.drop(index);
  }
}

function paragraphsOf(page: Page, bodyStart: number): string[] {
  const paragraphs: string[] = [];
  for (let index = bodyStart; index < page.lines.length; index++) {
    if (!page.isCopy(index)) continue;
    const { text } = page.line(index);
    const copy = index === page.dateline?.index ? text.slice(page.dateline.length).trim() : text;
    if (copy !== '') paragraphs.push(copy);
  }
  return paragraphs;
}
