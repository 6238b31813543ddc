import type { Page } from './page.js';
import { isCapitals } from './shape.js';

/** Titles of related items that stand alone in the text have at least so many words; fewer make a subheading. */
const minRelatedWords = 5;
/** Set off by more blank lines than paragraphs are, a shorter one will do. */
const minSetOffWords = 3;
const minParagraphs = 2;

/** Takes out what stands behind the end of the article; a line that opens the page as well ends nothing. */
export function cutAfterEnding(page: Page, bodyStart: number): void {
  const end = page.endings.find(
    (index) => index > bodyStart && proseBetween(page, bodyStart, index) >= minParagraphs,
  );
  if (end === undefined) return;
  for (const index of page.openLines(end)) page.drop(index);
}

function proseBetween(page: Page, from: number, to: number): number {
  return page.openLines(from, to).filter((index) => page.line(index).isProse).length;
}

/** Titles that stand alone between sentences, or behind the last one, lead elsewhere. Only done to pages. */
export function takeLooseTitles(page: Page, bodyStart: number): void {
  if (!page.isPage) return;
  const body = page.openLines(bodyStart);
  const spaced = body.some((index) => page.line(index).gap > 0);
  const lastProse = body.findLast((index) => page.line(index).isProse) ?? -1;
  body.forEach((index, place) => {
    const line = page.line(index);
    if (!line.isTitleLike) return;
    if (index > lastProse) {
      if (!page.isTail(index)) takeRelated(page, index);
      return;
    }
    const next = body[place + 1];
    const opensCopy = place === 0 && page.dateline === undefined;
    if (next === undefined || opensCopy || !page.line(next).isProse || !followsSentence(page, index)) return;
    if (spaced && (line.gap === 0 || page.line(next).gap === 0)) return;
    if (!isCapitals(line.text) && line.words >= (line.gap > 1 ? minSetOffWords : minRelatedWords))
      takeRelated(page, index);
  });
}

/** Whether the line before is a sentence, the dateline, or furniture that was taken out. */
function followsSentence(page: Page, index: number): boolean {
  const before = index - 1;
  return before >= 0 && (page.line(before).isProse || !page.isOpen(before));
}

function takeRelated(page: Page, index: number): void {
  const line = page.line(index);
  if (line.words >= minRelatedWords || line.gap > 1) page.related.push(line.text);
  page.drop(index);
}
