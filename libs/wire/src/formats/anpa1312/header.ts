import { withoutControls } from '../support/framed-text.js';

/**
 * What stands between SOH and STX: service, number and selector, then priority, category, format, slug, version, day
 * and words: `a0105 asian` / `u i bc-inselport-ferry 1stLd 05-14 0312`.
 */
export interface MessageHeader {
  /** Service and number, `a0105`. */
  readonly id: string;
  readonly sequence: string;
  /** The letter as written, small. */
  readonly priority: string;
  readonly category: string | undefined;
  /** Cut at 24 characters by the standard; the keyword line may have the whole. */
  readonly slug: string;
  /** `1stLd-Writethru`. */
  readonly version: string | undefined;
  /** Month and day of filing, `05-14`: the header has no year. */
  readonly monthDay: string | undefined;
  readonly wordCount: number | undefined;
  /** The lines are a table, not text. */
  readonly isTable: boolean;
}

const form =
  /^(?<service>\p{L}{0,3})(?<number>\d{3,5})(?:\u001F\S*|[^\s\d]\S{0,11})?\s+(?<priority>\p{L})\s?(?<category>\p{L})?(?<layout>[\u0011-\u0014]*)\s+(?<rest>\S.*)$/u;
/** Where the selector is parted from the number by a blank, the end of its line tells it from the priority. */
const partedSelector = /^(\s*\p{L}{0,3}\d{3,5})[^\S\n]+[^\s\d]\S{0,11}(?=[^\S\n]*\r?\n)/u;
const dayAndWords = /\s+(?<day>\d{1,2}-\d{1,2})(?:\s+(?<words>\d{1,5}))?\s*$/;
const versionMark =
  /\s+(?<version>(?:\d{1,2}(?:st|nd|rd|th)\s?)?(?:Ld|Lead|Add|Sub|Insert|Writethru|Correction|Corrective|Kill|Withhold|Elimination|Adv)\S*)$/iu;
const tableLayout = /[\u0012\u0014]/;
const maxLength = 240;

/** Reads a header, line ends and all; undefined when it is none. */
export function readHeader(raw: string): MessageHeader | undefined {
  if (raw.length > maxLength) return undefined;
  const groups = form.exec(raw.replace(partedSelector, '$1').replaceAll('\n', ' ').trim())?.groups;
  if (groups?.number === undefined || groups.rest === undefined) return undefined;
  const rest = withoutControls(groups.rest);
  const ending = dayAndWords.exec(rest);
  const named = ending === null ? rest.trim() : rest.slice(0, ending.index).trim();
  const version = versionMark.exec(named);
  const words = Number(ending?.groups?.words ?? '0');
  return {
    id: `${groups.service ?? ''}${groups.number}`,
    sequence: groups.number,
    priority: (groups.priority ?? '').toLowerCase(),
    category: groups.category,
    slug: version === null ? named : named.slice(0, version.index).trim(),
    version: version?.groups?.version,
    monthDay: ending?.groups?.day,
    wordCount: words === 0 ? undefined : words,
    isTable: tableLayout.test(groups.layout ?? ''),
  };
}

/** Priorities of the standard as numbers, the most urgent first; what is deferred or an advance comes last. */
const ranks: Readonly<Record<string, number>> = { f: 1, b: 2, u: 3, r: 4, d: 5 };
const lastRank = 6;

/** The priority letter as a number, 1 (flash) to 6. */
export function priorityRank(letter: string): number {
  return Object.hasOwn(ranks, letter) ? (ranks[letter] ?? lastRank) : lastRank;
}
