import { cleanHtml, type CleanBody } from '../../html/index.js';
import { htmlEscape } from '../../text/index.js';
import { rawTextOf, type XmlElement } from '../../xml/index.js';

const blockElements = new Set([
  'p',
  'div',
  'pre',
  'table',
  'ul',
  'ol',
  'blockquote',
  'section',
  'article',
  'h1',
  'h2',
  'h3',
  'h4',
  'br',
]);
const minLines = 4;
/** Lines of teletype copy are shorter; a longer one was written by a page editor. */
const maxLine = 110;
const indent = 3;
/** Two or more gaps inside a line make columns. */
const columns = /\S {3,}\S.* {3,}\S|\S {4,}\S/;

/**
 * Some put teletype copy into one paragraph element as it is: lines wrapped at some 70 characters, paragraphs begun
 * by an indent, tables set by blanks. Gives such copy its paragraphs back; undefined for markup that has its own.
 */
export function readWrapped(content: XmlElement): CleanBody | undefined {
  if (countBlocks(content) > 1) return undefined;
  const lines = rawTextOf(content)
    .replaceAll('\r', '')
    .split('\n')
    .map((line) => line.trimEnd());
  const written = lines.filter((line) => line !== '');
  if (written.length < minLines || written.some((line) => line.length > maxLine)) return undefined;
  const begun = written.slice(1).filter((line) => indentOf(line) >= indent).length;
  const flush = written.slice(1).filter((line) => indentOf(line) === 0).length;
  if (begun === 0 || flush === 0) return undefined;
  return cleanHtml(blocksOf(lines).map(blockHtml).join(''));
}

interface Block {
  readonly tabular: boolean;
  readonly lines: string[];
}

function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const line of lines) {
    const tabular = columns.test(line.trimStart());
    if (line === '') open = undefined;
    else if (open !== undefined && open.tabular === tabular && (tabular || indentOf(line) < indent))
      open.lines.push(line);
    else {
      open = { tabular, lines: [line] };
      blocks.push(open);
    }
  }
  return blocks;
}

/** A single line with gaps is a line of text that somebody spaced. */
function blockHtml({ tabular, lines }: Block): string {
  const text = htmlEscape(lines.join('\n'));
  return tabular && lines.length > 1 ? `<pre>${text}</pre>` : `<p>${text}</p>`;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function countBlocks(element: XmlElement): number {
  let count = 0;
  for (const node of element.children) {
    if (typeof node === 'string') continue;
    if (node.local !== 'head') count += (blockElements.has(node.local) ? 1 : 0) + countBlocks(node);
  }
  return count;
}
