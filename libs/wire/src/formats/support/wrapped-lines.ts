import { endsSentence, squeeze } from '../../text/index.js';

interface Line {
  readonly text: string;
  readonly indent: number;
  readonly length: number;
}

/** Wires wrap between these columns. */
const minWidth = 56;
const maxWidth = 100;
/** Senders break a few columns early. */
const slack = 3;
const smallLetter = /^\p{Ll}/u;
const bullet = /^[-+*•–]\s/u;

/**
 * Paragraphs of copy in a format that wraps all lines at a fixed width: blank lines part them, and so does a line that
 * ends where the next word would still have fitted (lists, subheads, addresses).
 */
export function joinWrapped(lines: readonly string[]): string[] {
  const width = Math.max(minWidth, ...lines.map((line) => Math.min(line.trimEnd().length, maxWidth + 1)));
  const paragraphs: string[][] = [];
  let previous: Line | undefined;
  for (const raw of lines) {
    const line = lineOf(raw);
    const open = paragraphs.at(-1);
    if (line.text === '') previous = undefined;
    else {
      if (previous !== undefined && open !== undefined && continues(previous, line, width))
        open.push(line.text);
      else paragraphs.push([line.text]);
      previous = line;
    }
  }
  return paragraphs.map((parts) => parts.join(' '));
}

function lineOf(raw: string): Line {
  const trimmed = raw.trimEnd();
  return { text: squeeze(raw), indent: trimmed.length - trimmed.trimStart().length, length: trimmed.length };
}

function continues(previous: Line, line: Line, width: number): boolean {
  if (width > maxWidth) return false;
  if (bullet.test(line.text) && endsSentence(previous.text)) return false;
  const firstWord = line.text.split(' ', 1)[0] ?? '';
  if (previous.length + 1 + firstWord.length > width - slack) return true;
  return smallLetter.test(line.text) && !endsSentence(previous.text) && line.indent <= previous.indent;
}
