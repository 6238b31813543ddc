import type { Line } from './line.js';
import type { Page } from './page.js';
import type { PageWords } from './page-words.js';
import { isChangeNote, opensWithEmbargo } from '../../text/index.js';

const maxByline = 60;
const maxNote = 600;
const withAgencies =
  /,?\s+(?:avec|with|con|mit|und|and|et|y)\s+(?:l.)?(?:agences?|agencies|agencias|agenturen|agentur|AFP|dpa|EFE|Reuters)$/iu;
/** Names of people, and the small words between them. */
const nameWord = /^(?:\p{Lu}|(?:und|and|et|y|e|de|von|van|del|der|la|le|with|in|à|en)$)/u;
const firstName = /^\s+\p{Lu}/u;
const afterNote = /^\s*[:!–—.-]/u;
/** Without a dateline the byline stands within the first lines. */
const bylineLines = 8;

/** `Par Jeanne Corbeau, avec agences`; not `Par un vote serré, le Parlement …`. */
export function isByline(line: Line, words: PageWords): boolean {
  if (line.text.length > maxByline || /[.!?]$/.test(line.text)) return false;
  const length = words.byline(line.folded);
  if (length === 0) return false;
  const names = line.text.slice(length).replace(withAgencies, '');
  return (
    firstName.test(names) &&
    names
      .trim()
      .split(/\s+/)
      .every((word) => nameWord.test(word))
  );
}

/** `Eds: …`, `NDLR – …`, `Achtung Redaktionen! …` */
export function isNote(line: Line, words: PageWords): boolean {
  const length = words.note(line.folded);
  return length > 0 && line.text.length <= maxNote && afterNote.test(line.text.slice(length));
}

/** Takes notes to editors, embargo lines and the byline out of the copy. */
export function takeNotesAndByline(page: Page): void {
  const { words } = page.context;
  const bylineEnd = page.dateline === undefined ? bylineLines : page.dateline.index + 2;
  for (const index of page.openLines()) {
    const line = page.line(index);
    if (line.text.length > maxNote) continue;
    if (isNote(line, words) || isChangeNote(line.text) || opensWithEmbargo(line.text)) {
      page.notes.push(line.text);
      page.drop(index);
    } else if (index <= bylineEnd && page.byline === undefined && isByline(line, words)) {
      page.byline = line.text.replace(/,$/, '');
      page.drop(index);
    }
  }
}
