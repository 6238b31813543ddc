import { withoutFullStop } from '../../text/index.js';
import type { Page } from './page.js';
import { isTitleLike, wordsIn } from './shape.js';

/** Titles below a heading like `Mehr zum Thema`. */
const maxListed = 8;
const maxListedTitle = 200;
const minListedWords = 3;
const bullet = /^[\s•·▪■●►▶»›→➤*+|>–—-]+/u;

/** Takes out what the word lists know: buttons, promotion, related and neighbouring titles. */
export function takeFurniture(page: Page): void {
  let listing = 0;
  for (const index of page.openLines()) {
    const line = page.line(index);
    const found = page.context.words.read(line);
    if (found === undefined || found.kind === 'weak' || found.kind === 'label') {
      if (found !== undefined) page.weak.add(index);
      else if (listing > 0 && isListed(line.text)) {
        page.related.push(withoutFullStop(line.text.replace(bullet, '')));
        page.drop(index);
        listing -= 1;
      } else listing = 0;
      continue;
    }
    page.dropFurniture(index);
    listing = 0;
    if (found.kind === 'promo') page.promos.push(index);
    if (found.kind === 'neighbour' || found.kind === 'ending') page.endings.push(index);
    if (found.kind !== 'related' && found.kind !== 'neighbour') continue;
    if (found.title === '') listing = found.kind === 'neighbour' ? 1 : maxListed;
    else if (wordsIn(found.title) >= 2) page.related.push(withoutFullStop(found.title));
  }
}

/** Whether a line belongs to a list of titles that a heading opened. */
function isListed(line: string): boolean {
  const text = line.replace(bullet, '');
  return (
    wordsIn(text) >= minListedWords && (isTitleLike(text) || (text !== line && text.length <= maxListedTitle))
  );
}

/** Takes out menu words, numbers and rules: above the dateline, or anywhere on what has shown itself to be a page. */
export function takeWeakFurniture(page: Page): void {
  for (const index of page.weak) {
    if (page.isOpen(index) && (page.isPage || index < (page.dateline?.index ?? -1))) page.drop(index);
  }
}
