import { cleanHtml, looksLikeHtml, type CleanBody } from '../../html/index.js';
import { paragraphs, textToHtml, unifyLines } from '../../text/index.js';
import { rawTextOf, type XmlElement } from '../../xml/index.js';
import { readWrapped } from './wrapped-text.js';

const blankLine = /\n[^\S\n]*\n/;
/** No wire wraps its lines further out: a longer one is a paragraph. */
const longestWrapped = 110;

/**
 * A text that stands in one element without markup of its own: escaped HTML, teletype lines, paragraphs parted by
 * blank lines or, where lines are longer than a wire wraps them or begin with a tab, one on each line. Undefined when
 * it is one paragraph, or laid out by its lines (`pre`).
 */
export function bareText(element: XmlElement): CleanBody | undefined {
  const raw = unifyLines(rawTextOf(element));
  if (looksLikeHtml(raw)) return cleanHtml(raw);
  const wrapped = readWrapped(element);
  if (wrapped !== undefined) return wrapped;
  if (element.local === 'pre') return undefined;
  const blocks = paragraphs(linesAreParagraphs(raw) ? raw.replaceAll('\n', '\n\n') : raw);
  if (blocks.length < 2) return undefined;
  return { html: textToHtml(blocks), plain: blocks.join('\n\n'), links: [], images: [] };
}

function linesAreParagraphs(raw: string): boolean {
  if (blankLine.test(raw.trim())) return false;
  const lines = raw.split('\n').map((line) => line.trimEnd());
  return lines.some((line) => line.trim().length > longestWrapped) || /\n\t\S/.test(raw);
}
