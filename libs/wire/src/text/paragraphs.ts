import { kinds, kindsAt } from './character-kinds.js';

/** Blanks that only lay text out. No-break spaces belong to the typography and stay. */
const layoutBlanks = /[ \t\v\f]{2,}|[\t\v\f]/g;
const anyLayoutBlank = /[\t\v\f]| {2}/;
const blankLines = /\n(?:[^\S\n]*\n)+/;

const blankRuns = /[ \t\r\n\f]+/g;
const anyBlankRun = /[\t\r\n\f]| {2}/;

/** Runs of the blanks of markup as one blank; most text has none but single blanks and comes back as it is. */
export function squeezeBlanks(text: string): string {
  return anyBlankRun.test(text) ? text.replace(blankRuns, ' ') : text;
}

/** Line ends as `\n`. */
export function unifyLines(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text;
}

/** One line with runs of layout blanks squeezed; no-break spaces and all other typography as they were. */
export function squeeze(text: string): string {
  return anyLayoutBlank.test(text) ? text.replace(layoutBlanks, ' ').trim() : text.trim();
}

/** Paragraphs parted by blank lines, wrapped lines joined, layout blanks squeezed, empty ones gone. */
export function paragraphs(text: string): string[] {
  return unifyLines(text)
    .split(blankLines)
    .map((block) => squeeze(block.replaceAll('\n', ' ')))
    .filter((block) => block !== '');
}

/** Escapes text for the content of an HTML element. */
export function htmlEscape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Escapes text for an attribute's value in double quotes. */
export function attributeEscape(text: string): string {
  return htmlEscape(text).replaceAll('"', '&quot;');
}

/** Paragraphs as HTML, one `<p>` a line. */
export function textToHtml(blocks: readonly string[]): string {
  return blocks.map((block) => `<p>${htmlEscape(block)}</p>`).join('\n');
}

/** Words of plain text: runs between blanks that hold a letter or digit; in Chinese and Japanese each character. */
export function countWords(plain: string): number {
  let count = 0;
  let inWord = false;
  for (let at = 0; at < plain.length; at++) {
    const kind = kindsAt(plain, at);
    if ((kind & kinds.blank) !== 0) inWord = false;
    else if ((kind & kinds.ideograph) !== 0) {
      count += 1;
      inWord = false;
    } else if (!inWord && (kind & (kinds.letter | kinds.digit)) !== 0) {
      count += 1;
      inWord = true;
    }
  }
  return count;
}
