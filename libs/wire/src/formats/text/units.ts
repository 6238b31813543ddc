import { endsSentence, squeeze, unifyLines } from '../../text/index.js';

/** A piece of plain text that belongs together: a line, or the lines of one hard-wrapped paragraph. */
export interface Unit {
  readonly text: string;
  /** Blank lines before it. */
  readonly gap: number;
}

/** Wires wrap between these columns; shorter texts are lists, longer lines are not wrapped. */
const minWidth = 50;
const maxWidth = 110;
/** So many lines must be broken where the next word would not fit. */
const minWrapped = 3;
const wrappedShare = 0.5;
/** Senders break a few columns early. */
const slack = 4;

interface Line {
  readonly text: string;
  readonly gap: number;
  readonly indent: number;
  readonly length: number;
}

/**
 * Cuts text into units. Hard-wrapped text is told by its line ends: when most lines are broken only where the next
 * word would not have fitted, such lines are joined, and an indented line opens a paragraph. In all other text a line
 * is a unit of its own, but for a headline that runs on in small letters.
 */
export function unitsOf(text: string): Unit[] {
  const lines = linesOf(text);
  const width = wrapWidth(lines);
  const units: { text: string[]; gap: number }[] = [];
  lines.forEach((line, index) => {
    const previous = lines[index - 1];
    const open = units.at(-1);
    if (open && previous && line.gap === 0 && (runsOn(previous, line) || continues(previous, line, width)))
      open.text.push(line.text);
    else units.push({ text: [line.text], gap: line.gap });
  });
  return units.map(({ text: parts, gap }) => ({ text: parts.join(' '), gap }));
}

/** So long a line without an end, and small letters on the next: a headline over two lines. */
const minRunOn = 30;
const smallLetter = /^\p{Ll}/u;

function runsOn(previous: Line, line: Line): boolean {
  return (
    previous.length >= minRunOn &&
    previous.length <= maxWidth &&
    smallLetter.test(line.text) &&
    !endsSentence(previous.text) &&
    line.indent <= previous.indent
  );
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let gap = 0;
  for (const raw of unifyLines(text).split('\n')) {
    const line = squeeze(raw);
    if (line === '') {
      gap += 1;
      continue;
    }
    lines.push({
      text: line,
      gap: lines.length === 0 ? 0 : gap,
      indent: indentOf(raw),
      length: raw.trimEnd().length,
    });
    gap = 0;
  }
  return lines;
}

function indentOf(raw: string): number {
  let at = 0;
  while (raw[at] === ' ' || raw[at] === '\t') at += 1;
  return at;
}

/** The column at which the text was wrapped; undefined when it was not. */
function wrapWidth(lines: readonly Line[]): number | undefined {
  const followed = lines.filter((_, index) => lines[index + 1]?.gap === 0);
  if (followed.length < minWrapped) return undefined;
  const lengths = followed.map(({ length }) => length).sort((a, b) => a - b);
  const width = lengths[Math.floor((lengths.length - 1) * 0.95)] ?? 0;
  if (width < minWidth || width > maxWidth) return undefined;
  const wrapped = lines.filter((line, index) => {
    const next = lines[index + 1];
    return next?.gap === 0 && isFull(line, next, width);
  });
  return wrapped.length >= minWrapped && wrapped.length >= followed.length * wrappedShare ? width : undefined;
}

function isFull(line: Line, next: Line, width: number): boolean {
  const space = next.text.indexOf(' ');
  const firstWord = space === -1 ? next.text.length : space;
  return line.length + 1 + firstWord > width - slack;
}

function continues(previous: Line, line: Line, width: number | undefined): boolean {
  if (width === undefined) return false;
  return isFull(previous, line, width) && (line.indent === 0 || line.indent <= previous.indent);
}
