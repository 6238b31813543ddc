import { readCaption, readCaptionPair, type Picture } from './captions.js';
import { isByline } from './bylines.js';
import { sharedOpening } from './copies.js';
import type { Page } from './page.js';

/** Lines between two copies of a caption. */
const maxDistance = 3;
const maxCaption = 600;
/** What the longer copy may say beyond the shorter one. */
const maxSurplus = 200;

/** Takes captions out of the copy: two copies of one line near each other, or one line that says whose picture it is. */
export function takeCaptions(page: Page): void {
  for (const index of page.openLines()) {
    if (!page.isOpen(index) || page.weak.has(index) || page.line(index).text.length > maxCaption) continue;
    const copies = copiesOf(page, index);
    const picture = copies === undefined ? loneCaption(page, index) : copies.picture;
    if (picture === undefined) continue;
    page.pictures.push(picture);
    page.dropFurniture(index);
    for (const other of copies?.others ?? []) page.dropFurniture(other);
  }
}

/**
 * The other copies of a caption and what all of them say. Above the dateline lines that open alike are enough;
 * elsewhere lists open alike too, and the longer copy must say whose picture it is.
 */
function copiesOf(page: Page, index: number): { picture: Picture; others: number[] } | undefined {
  const others: number[] = [];
  let longest = page.line(index);
  let shared = Infinity;
  for (let other = index + 1; other <= index + maxDistance && other < page.lines.length; other++) {
    if (!page.isOpen(other) || page.line(index).folded.slice(0, 3) !== page.line(other).folded.slice(0, 3))
      continue;
    const line = page.line(other);
    if (line.text.length > maxCaption || Math.abs(longest.text.length - line.text.length) > maxSurplus)
      continue;
    const opening = sharedOpening(longest.folded, line.folded);
    if (opening === 0) continue;
    others.push(other);
    if (line.text.length > longest.text.length) longest = line;
    shared = Math.min(shared, opening);
  }
  if (others.length === 0) return undefined;
  const picture = readCaptionPair(longest.text, shared, page.context.words);
  const inHead = (others[0] ?? 0) < (page.dateline?.index ?? 0);
  const says = picture.archive || (picture.credit !== undefined && picture.credit.length <= maxCredit);
  return inHead || says ? { picture, others } : undefined;
}

const maxCredit = 100;

/** In the head any sign of a picture counts; between paragraphs a credit must stand there, and no running copy. */
function loneCaption(page: Page, index: number): Picture | undefined {
  const line = page.line(index);
  const inHead = index < page.headEnd;
  if ((!inHead && line.isProse) || isByline(line, page.context.words) || page.isTail(index)) return undefined;
  const picture = readCaption(line.text, page.context.words);
  return picture !== undefined && (inHead || picture.credit !== undefined) ? picture : undefined;
}
