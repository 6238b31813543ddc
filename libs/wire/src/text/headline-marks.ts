import { meaningOf, type MarkMeaning } from './signal-marks.js';

/** A mark taken off a headline. */
interface TakenMark {
  readonly meaning: MarkMeaning;
  readonly rest: string;
}

/** The headline without its marks, and what they say, in order. */
export interface MarkedHeadline {
  readonly headline: string;
  readonly meanings: readonly MarkMeaning[];
}

export interface MarkOptions {
  /** The profile's own words. */
  readonly own?: ReadonlyMap<string, MarkMeaning> | undefined;
  /** `(2)` behind a title counts its versions. */
  readonly numberedTitles?: boolean | undefined;
}

const maxMarks = 4;
const maxMarkLength = 60;
const lowerCase = /\p{Ll}/u;
const bracketed = /^[([]([^()[\]]{2,60})[)\]]\s*[:–—-]?\s*/u;
const bracketedEnd = /(?<!\s)\s*[([]([^()[\]]{1,40})[)\]]\s*$/u;
const dashedEnd = /\s[-–—]\s*(\p{Lu}[\p{Lu} ]{3,40})\s?[-–—]?$/u;
const capitalOrDash = /[\p{Lu}–—-]/u;
const separators = /[:|–—!-]|\/{2,3}/gu;
const afterMark = /^[\s.:|–—!/-]+/u;
const versionNumber = /^\d{1,2}$/;
/** Shorter words in ordinary letters are too often the beginning of a title (`Neu:`, `Lead:`). */
const minTitleCaseMark = 6;

/**
 * Takes wire marks off a headline: `UPDATE 2-`, `(CORRECTION)`, `Berichtigung:`, `KILL:`, `… (2)`,
 * `… - RECTIFICATIF -`. A mark must be set off from the title; one that takes copy back must be in capitals.
 */
export function takeMarks(headline: string, options: MarkOptions = {}): MarkedHeadline {
  const meanings: MarkMeaning[] = [];
  let rest = headline.trim();
  while (meanings.length < maxMarks && rest !== '') {
    const taken = wholeMark(rest, options) ?? frontMark(rest, options) ?? endMark(rest, options);
    if (taken === undefined) break;
    meanings.push(taken.meaning);
    rest = taken.rest;
  }
  return { headline: rest, meanings };
}

function wholeMark(text: string, { own }: MarkOptions): TakenMark | undefined {
  if (lowerCase.test(text)) return undefined;
  const meaning = meaningOf(text, own);
  return meaning && { meaning, rest: '' };
}

function frontMark(text: string, { own }: MarkOptions): TakenMark | undefined {
  const brackets = bracketed.exec(text);
  if (brackets?.[1] !== undefined) {
    const meaning = meaningOf(brackets[1], own);
    if (meaning && mayStand(brackets[1], meaning)) return { meaning, rest: text.slice(brackets[0].length) };
  }
  const head = text.slice(0, maxMarkLength);
  for (const separator of [...head.matchAll(separators)].toReversed()) {
    const candidate = head.slice(0, separator.index).trim();
    const meaning = candidate === '' ? undefined : meaningOf(candidate, own);
    if (meaning === undefined) continue;
    const tight =
      separator[0] === '-' &&
      !/\s/.test(text[separator.index - 1] ?? '') &&
      !/[\s-]/.test(text[separator.index + 1] ?? '');
    if (!lowerCase.test(candidate) || (!tight && isTitleCaseMark(candidate, meaning, separator[0]))) {
      return { meaning, rest: text.slice(separator.index).replace(afterMark, '') };
    }
  }
  return undefined;
}

function isTitleCaseMark(candidate: string, meaning: MarkMeaning, separator: string): boolean {
  if (meaning === 'alert') return separator === ':' || separator === '!';
  if (candidate.length < minTitleCaseMark) return false;
  if (meaning === 'correction') return separator !== '|';
  return meaning === 'update' && separator === ':';
}

/** In brackets small letters will do, but not for taking copy back. */
function mayStand(text: string, meaning: MarkMeaning): boolean {
  return (meaning !== 'kill' && meaning !== 'withhold') || !lowerCase.test(text);
}

function endMark(text: string, { own, numberedTitles }: MarkOptions): TakenMark | undefined {
  const last = text.trimEnd().at(-1) ?? '';
  const brackets = last === ')' || last === ']' ? bracketedEnd.exec(text) : null;
  if (brackets?.[1] !== undefined && brackets.index > 0) {
    const numbered = numberedTitles === true && versionNumber.test(brackets[1]);
    const meaning = numbered ? 'update' : meaningOf(brackets[1], own);
    if (meaning && meaning !== 'alert' && mayStand(brackets[1], meaning)) {
      return { meaning, rest: text.slice(0, brackets.index) };
    }
  }
  const dashed = capitalOrDash.test(last) ? dashedEnd.exec(text) : null;
  const meaning = dashed?.[1] === undefined ? undefined : meaningOf(dashed[1], own);
  if (dashed === null || meaning === undefined || meaning === 'alert' || meaning === 'advisory')
    return undefined;
  return { meaning, rest: text.slice(0, dashed.index) };
}
