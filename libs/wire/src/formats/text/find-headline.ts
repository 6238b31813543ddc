import { foldLine } from '../../text/fold.js';
import { opensWithEmbargo } from '../../text/index.js';
import { isByline, isNote } from './bylines.js';
import { readCaption, readCaptionPair } from './captions.js';
import { isCopyOf, sharedOpening } from './copies.js';
import type { Page } from './page.js';
import { mayBeHeadline, wordsIn } from './shape.js';

/** From so many words on a sentence at the start is copy rather than a title. */
const maxTitleWords = 25;
const minTitleWords = 4;

/**
 * Finds the headline: the title that another line repeats, cut off or whole; else the first line above the dateline
 * or the running copy that may be one. A section's name of one or two words gives way to a longer title.
 */
export function findHeadline(page: Page): number {
  if (page.context.headline !== undefined) return -1;
  const end = page.headEnd;
  const candidates = candidatesOf(page, end);
  const repeated = candidates.find(
    (index) => page.line(index).words >= minTitleWords && isRepeated(page, index, end),
  );
  if (repeated !== undefined) return repeated;
  const titles = candidates.filter(
    (index) => !isLoneCaption(page, index, candidates) && !isBreadcrumb(page, index),
  );
  const [first] = titles;
  // `Live: …` promotes a page, unless it is the only title that there is.
  if (first === undefined)
    return page.promos.find((index) => index < end && mayBeHeadline(page.line(index).text)) ?? -1;
  const longer = titles.find((index) => page.line(index).words >= minTitleWords);
  const chosen = page.line(first).words <= 2 && longer !== undefined && page.isPage ? longer : first;
  return isOnlyCopy(page, chosen) ? -1 : chosen;
}

/** Takes out the copies of the headline that pages show in breadcrumbs and titles, and breadcrumbs without one. */
export function takeCopies(page: Page, headline: string): void {
  const titleWords = wordsIn(headline);
  const folded = foldLine(headline);
  for (const index of page.openLines()) {
    const line = page.line(index);
    const nearTop = index < page.headEnd;
    const isCopy = line.text.length <= maxCopy && isCopyOf(line.folded, folded);
    if (isCopy && (nearTop || line.words <= titleWords)) page.dropFurniture(index);
    else if (nearTop && isBreadcrumb(page, index)) page.dropFurniture(index);
  }
}

const maxCopy = 400;

function candidatesOf(page: Page, end: number): number[] {
  const candidates: number[] = [];
  for (const index of page.openLines(0, end)) {
    const line = page.line(index);
    if (page.weak.has(index) || !mayBeHeadline(line.text) || opensWithEmbargo(line.text)) continue;
    if (isByline(line, page.context.words) || isNote(line, page.context.words)) continue;
    candidates.push(index);
    if (page.dateline === undefined && line.isProse && index > 0) break;
  }
  return candidates;
}

/** One sentence and nothing else, or the opening of copy that has no title. */
function isOnlyCopy(page: Page, index: number): boolean {
  if (page.dateline !== undefined) return false;
  const line = page.line(index);
  if (page.openLines().length === 1) return true;
  return line.isProse && line.words > maxTitleWords;
}

/** Whether another line of the head repeats this one; a caption and its copy do not count. */
function isRepeated(page: Page, index: number, end: number): boolean {
  const title = page.line(index).folded;
  for (let other = 0; other < end; other++) {
    const line = page.line(other);
    if (
      other !== index &&
      line.text.length <= maxCopy &&
      isCopyOf(line.folded, title) &&
      !isCaptionPair(page, index, other)
    ) {
      return true;
    }
  }
  return false;
}

function isCaptionPair(page: Page, one: number, other: number): boolean {
  const [first, second] = [page.line(one).text, page.line(other).text];
  const shared = sharedOpening(page.line(one).folded, page.line(other).folded);
  if (shared === 0) return false;
  const picture = readCaptionPair(first.length > second.length ? first : second, shared, page.context.words);
  return (
    picture.archive || (picture.credit !== undefined && readCaption(first, page.context.words) !== undefined)
  );
}

function isLoneCaption(page: Page, index: number, candidates: readonly number[]): boolean {
  return candidates.length > 1 && readCaption(page.line(index).text, page.context.words) !== undefined;
}

const arrows = /[>»›→]/;

/** Menu words from the start, at least two: half of the line or parted by arrows. */
function isBreadcrumb(page: Page, index: number): boolean {
  const line = page.line(index);
  const menu = page.context.words.navigationWords(line);
  return menu >= 2 && (menu >= line.words / 2 || arrows.test(line.text));
}
