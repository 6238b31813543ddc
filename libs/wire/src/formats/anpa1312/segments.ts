import { squeeze } from '../../text/index.js';

/** A line of the text as its typesetting marks make it: one paragraph, title or row of a table. */
export interface Segment {
  /** What it begins with: `^` for titles, a tab or blanks for paragraphs, nothing for rows and odd lines. */
  readonly opening: 'title' | 'paragraph' | 'none';
  /** `left` (`<`), `centre` (`=`), `title` (`+`): how the line is to be set. */
  readonly closing: 'left' | 'centre' | 'title' | 'none';
  readonly text: string;
  /** The cells, when the line is a row of a table. */
  readonly cells: readonly string[] | undefined;
}

const closings: Readonly<Record<string, Segment['closing']>> = { '<': 'left', '=': 'centre', '+': 'title' };
/** Backspace opens a row with tabs between its cells. */
const rowStart = /^\u0008/;
const cellBreaks = /[\u001F\u001E]/;
/** `==Agency`, `___`: a sign-off or a rule, never the end of a wrapped line. */
const rule = /^[=_*-]{2,}/;
const closingMark = /(?<!\s)\s*([<=+>])\s*$/;

/** Shorter lines were not wrapped. */
const minWrapped = 50;

/** Cuts the text into its segments; wrapped lines are joined to the one that they continue. */
export function segmentsOf(text: string, isTable: boolean): Segment[] {
  const segments: { raw: string[]; row: boolean }[] = [];
  let mayContinue = false;
  for (const line of text.split('\n').flatMap((raw) => raw.split(/(?<=<)\s*(?=\^)/))) {
    const bare = line.replaceAll('\u0010', '').trimEnd();
    if (bare.trim() === '') mayContinue = false;
    else {
      const row = isRow(bare, isTable);
      const open = segments.at(-1);
      if (mayContinue && open !== undefined && !row && /^[^\s^]/.test(bare) && !rule.test(bare))
        open.raw.push(bare);
      else segments.push({ raw: [bare], row });
      // A short line without any mark is a line of its own: a slug, an entry of a list.
      const isMarked: boolean = /^[\s^]/.test(bare) || mayContinue;
      mayContinue = !row && !closingMark.test(bare) && (isMarked || bare.length >= minWrapped);
    }
  }
  return segments
    .map(({ raw, row }) => segmentOf(raw.join(' '), row))
    .filter(({ text: said, cells }) => {
      return said !== '' || cells !== undefined;
    });
}

function isRow(line: string, isTable: boolean): boolean {
  if (rowStart.test(line) || cellBreaks.test(line)) return true;
  return isTable && (line.match(/;/g)?.length ?? 0) >= 2 && !/;\s\S/.test(line);
}

function segmentOf(raw: string, row: boolean): Segment {
  const start = raw.replace(rowStart, '');
  const mark = closingMark.exec(start);
  const inner = mark === null ? start : start.slice(0, mark.index);
  const text = typography(squeeze(inner.replace(/^\^/, '').replace(/[\u0000-\u0008\u000B-\u001F]/g, ' ')));
  return {
    opening: start.startsWith('^') ? 'title' : /^\s/.test(start) ? 'paragraph' : 'none',
    closing: closings[mark?.[1] ?? ''] ?? 'none',
    text,
    cells: row ? cellsOf(inner.replace(/^\^/, '')) : undefined,
  };
}

/** Cells are parted by semicolons, or by unit and record separators with blanks around them. */
function cellsOf(row: string): string[] {
  const cells = cellBreaks.test(row) ? row.split(/[\u001F\u001E](?:\s*[\u001F\u001E])*/) : row.split(';');
  return cells.map((cell) => typography(squeeze(cell)).replaceAll('{', '½'));
}

/** What the six-bit typesetters of the standard stand for: quotes out of accents, dashes out of underscores. */
function typography(text: string): string {
  return text
    .replaceAll('``', '"')
    .replaceAll("''", '"')
    .replace(/(?<=\s|^)`(?=\S)/g, "'")
    .replace(/(?<=\s)_(?=\s)/g, '—');
}
