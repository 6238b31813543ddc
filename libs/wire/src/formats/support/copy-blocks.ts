import { htmlEscape } from '../../text/index.js';

/** A piece of copy of a line format: a paragraph, a table with its cells, or lines whose columns are blanks. */
export type CopyBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'columns'; readonly lines: readonly string[] };

/** A paragraph of copy. */
export function paragraphBlock(text: string): CopyBlock {
  return { kind: 'paragraph', text };
}

/** The blocks as HTML, for `buildDispatch` to clean. */
export function copyHtml(blocks: readonly CopyBlock[]): string {
  return blocks.map(blockHtml).join('\n');
}

function blockHtml(block: CopyBlock): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${htmlEscape(block.text)}</p>`;
    case 'columns':
      return `<pre>${htmlEscape(block.lines.join('\n'))}</pre>`;
    case 'table':
      return `<table>${block.rows.map(rowHtml).join('')}</table>`;
  }
}

function rowHtml(cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<td>${htmlEscape(cell)}</td>`).join('')}</tr>`;
}

/** Blanks between columns; one wide gap may be a slip of the keyboard, several lines with one are a table. */
const wideGap = /\S(?: {3,}|\t+)\S/;
const minColumnLines = 3;

/** Where the lines with columns begin and end: `[from, to)` of each run of them. */
export function columnRuns(lines: readonly string[]): (readonly [from: number, to: number])[] {
  const runs: [number, number][] = [];
  let from = -1;
  for (let index = 0; index <= lines.length; index++) {
    const hasColumns = wideGap.test(lines[index] ?? '');
    if (hasColumns && from === -1) from = index;
    if (!hasColumns && from !== -1) {
      if (index - from >= minColumnLines) runs.push([from, index]);
      from = -1;
    }
  }
  return runs;
}
