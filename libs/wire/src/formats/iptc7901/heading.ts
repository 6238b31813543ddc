import { endsSentence, squeeze } from '../../text/index.js';

/** What stands above the copy, line by line. */
export interface Heading {
  /** Groups of lines; a ` =` at a line's end closes a group. */
  readonly groups: readonly (readonly string[])[];
  /** Index of the first line of copy. */
  readonly end: number;
}

/** A heading has no more lines than this. */
const maxLines = 16;
const maxOpenLines = 6;
const maxOpenLength = 300;
/** Looks for the end from where a run begins: else each place in a run of blanks would be tried anew. */
const endMark = /(?<![\s=])\s*=+\s*$/;

/**
 * Finds the heading. By the standard's habit the headline, and a byline behind it, end in ` =`; agencies that leave
 * the sign out part the heading from the copy by a blank line, an indented line or the dateline.
 */
export function findHeading(lines: readonly string[], isDateline: (line: string) => boolean): Heading {
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first === -1) return { groups: [], end: 0 };
  const copy = lines.findIndex((line, index) => index >= first && isDateline(line.trim()));
  const end = markedEnd(lines, first, copy) ?? openEnd(lines, first, copy);
  return { groups: groupsOf(lines.slice(first, end)), end };
}

/** Behind the last line with the mark. */
function markedEnd(lines: readonly string[], first: number, copy: number): number | undefined {
  const last = Math.min(lines.length, first + maxLines, copy === -1 ? Infinity : copy);
  let end: number | undefined;
  for (let index = first; index < last; index++) {
    const line = lines[index] ?? '';
    if (endMark.test(line)) end = index + 1;
    // Behind the mark only further marked lines are heading: a sum in the copy is none.
    else if (end !== undefined && line.trim() !== '') break;
  }
  return end;
}

function openEnd(lines: readonly string[], first: number, copy: number): number {
  const blank = lines.findIndex((line, index) => index > first && line.trim() === '');
  const indented = lines.findIndex(
    (line, index) => index > first && /^(?: {2,}|\t)\S/.test(line) && !/^\s/.test(lines[index - 1] ?? ' '),
  );
  const ends = [blank, indented, copy].filter((index) => index !== -1);
  const end = Math.min(...ends, lines.length);
  const heading = lines.slice(first, end);
  const text = heading.join(' ').trim();
  const isHeading =
    lines.slice(end).some((line) => line.trim() !== '') &&
    heading.length <= maxOpenLines &&
    text.length <= maxOpenLength &&
    (!endsSentence(text) || text.endsWith(')'));
  return isHeading ? end : first;
}

function groupsOf(lines: readonly string[]): string[][] {
  const groups: string[][] = [[]];
  for (const line of lines) {
    const text = squeeze(line.replace(endMark, ''));
    if (text !== '') groups.at(-1)?.push(text);
    if (endMark.test(line)) groups.push([]);
  }
  return groups.filter((group) => group.length > 0);
}
