import { isChangeNote } from '../../text/index.js';
import { foldLine } from '../../text/fold.js';
import { isSignalMark } from '../../text/signal-marks.js';
import type { Heading } from './heading.js';

/** What the heading says. */
export interface HeadingFacts {
  readonly headline: string | undefined;
  /** The catchword above the headline (`Economy` over `Prices fall`). */
  readonly kicker: string | undefined;
  readonly subtitles: readonly string[];
  readonly byline: string | undefined;
  /** `1ST LEAD`, `REFILE`, `Eil`: lines over the headline, brackets off. */
  readonly takeKeys: readonly string[];
  /** Bracketed notes that say what changed, how long to wait, which pictures there are. */
  readonly notes: readonly string[];
}

/** Length of the byline word (`By`, `Von`, `Par`) that a folded line opens with, 0 when with none. */
export type BylineTest = (folded: string) => number;

const numbered = /^\d{1,2}(?:ST|ND|RD|TH|\.)\s\p{Lu}[\p{Lu} -]{1,20}$/u;
const capitals = /^[\p{Lu}\p{N}][\p{Lu}\p{N} .,/-]{1,24}$/u;
const maxNoteKey = 30;
const subtitleMark = /^(?:Utl|Subtitle|Untertitel)\.?:\s*/i;
const maxKicker = 25;

/** Sorts the lines of a heading: notes, take keys, headline, byline, in the order in which wires write them. */
export function readHeading({ groups }: Heading, isByline: BylineTest): HeadingFacts {
  const takeKeys: string[] = [];
  const notes: string[] = [];
  const titles: string[][] = [];
  const bylines: string[] = [];
  groups.forEach((group) => {
    const title: string[] = [];
    let inByline = false;
    bracketsJoined(group).forEach((line, index, lines) => {
      const hasTitle = titles.length > 0 || title.length > 0;
      if (/^\(.*\)$/.test(line)) {
        if (isKey(line, hasTitle)) takeKeys.push(line.slice(1, -1).trim());
        else notes.push(line);
      } else if (!hasTitle && isTakeKey(line, lines.slice(index + 1))) takeKeys.push(line);
      else if (inByline || (hasTitle && isByline(foldLine(line)) > 0)) {
        inByline = true;
        bylines.push(line);
      } else title.push(line);
    });
    if (title.length > 0) titles.push(title);
  });
  return { ...titlesOf(titles), byline: bylines.join(' ') || undefined, takeKeys, notes };
}

/** Lines with a note in brackets that runs over several of them as one. */
function bracketsJoined(lines: readonly string[]): string[] {
  const joined: string[] = [];
  let open = false;
  for (const line of lines) {
    if (open) joined.push(`${joined.pop() ?? ''} ${line}`);
    else joined.push(line);
    const current = joined.at(-1) ?? '';
    open = current.startsWith('(') && !current.includes(')');
  }
  return joined;
}

function isKey(bracketed: string, hasTitle: boolean): boolean {
  return !hasTitle && bracketed.length <= maxNoteKey && !bracketed.includes(':') && !isChangeNote(bracketed);
}

/** A known mark, a numbered one, or a word in capitals over lines that are not in capitals. */
function isTakeKey(line: string, below: readonly string[]): boolean {
  if (isSignalMark(line) && line === line.toUpperCase()) return true;
  if (numbered.test(line)) return below.length > 0;
  return capitals.test(line) && below.some((other) => /\p{Ll}/u.test(other) && !other.startsWith('('));
}

function titlesOf(
  titles: readonly (readonly string[])[],
): Pick<HeadingFacts, 'headline' | 'kicker' | 'subtitles'> {
  const [main = [], ...others] = titles;
  const [first = '', second = ''] = main;
  const hasKicker =
    second !== '' && first.length <= maxKicker && /^[\p{L}\p{N}-]+$/u.test(first) && !/^\p{Ll}/u.test(second);
  return {
    kicker: hasKicker ? first : undefined,
    headline: main.slice(hasKicker ? 1 : 0).join(' ') || undefined,
    subtitles: others.map((lines) => lines.join(' ').replace(subtitleMark, '')),
  };
}
