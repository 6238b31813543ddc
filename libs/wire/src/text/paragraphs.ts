/** Blanks that only lay text out. No-break spaces belong to the typography and stay. */
const layoutBlanks = /[ \t\v\f]{2,}|[\t\v\f]/g;
const blankLines = /\n(?:[^\S\n]*\n)+/;
const ideographs = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;
/** From the first letter or digit of a run to its end. */
const wordRuns = /[\p{L}\p{N}]\S*/gu;

/** Line ends as `\n`. */
export function unifyLines(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text;
}

/** One line with runs of layout blanks squeezed; no-break spaces and all other typography as they were. */
export function squeeze(text: string): string {
  return text.replace(layoutBlanks, ' ').trim();
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
  const single = plain.match(ideographs)?.length ?? 0;
  const rest = single === 0 ? plain : plain.replace(ideographs, ' ');
  return single + (rest.match(wordRuns)?.length ?? 0);
}
