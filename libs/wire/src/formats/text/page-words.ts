import { parseWireDate } from '../../dates/index.js';
import type { Profile } from '../../profiles/index.js';
import { escapeRegExp } from '../../text/escape-reg-exp.js';
import { foldPhrase } from '../../text/fold.js';
import { allLanguageWords } from '../../text/wire-words.js';
import type { Line } from './line.js';

/** What a line of a page is, when it is not copy. */
export type PageLine =
  /** A title behind `Lire aussi:`, `Read more` …; an empty title announces titles on the lines below. */
  | { readonly kind: 'related'; readonly title: string }
  /** The previous or the next article. */
  | { readonly kind: 'neighbour'; readonly title: string }
  /** `ending`: behind it the page has nothing of the article any more. */
  | { readonly kind: 'promo' | 'noise' | 'ending' }
  /** A word of a menu, a mere number, a rule of symbols: furniture only on a page. */
  | { readonly kind: 'weak' }
  /** A label above a headline, on pages and wires alike. */
  | { readonly kind: 'label' };

/** The word lists of all languages and of one profile, ready for use. */
export interface PageWords {
  /** What the line is; undefined when it may be copy. */
  read(line: Line): PageLine | undefined;
  /** How many words of a menu a line is made of, from its start. */
  navigationWords(line: Line): number;
  readonly archive: ReadonlySet<string>;
  readonly credit: PrefixTest;
  readonly byline: PrefixTest;
  readonly note: PrefixTest;
}

/** Length of the phrase that a folded line opens with, 0 when with none. */
export type PrefixTest = (folded: string) => number;

/** Longer lines are prose even if they open like furniture. */
const maxFurniture = 160;
const maxRelated = 260;
const maxLabel = 80;
const bullets = /^[\s•·▪■●►▶»›→➤*+|>–—-]+/u;
const separator = /^\s*[:：»›→>|–—-]+\s*/u;
const titleStart = /^["'«“„‘¿¡(\d\p{Lu}]/u;
const symbolsOnly = /^[^\p{L}\p{N}]+$/u;
const countOnly = /^[\d.,\s]{1,8}[kKmM]?$/;
const copyright = /^(?:©|\(c\)|copyright)\s/i;

/** Builds the tests for a profile; they are built once for each. */
export function pageWordsOf(profile: Pick<Profile, 'page'>): PageWords {
  let built = cache.get(profile.page);
  if (built === undefined) {
    built = build(profile.page);
    cache.set(profile.page, built);
  }
  return built;
}

const cache = new WeakMap<object, PageWords>();

function build(own: Profile['page']): PageWords {
  const all = allLanguageWords();
  const related = phraseTest([...all.flatMap((words) => words.related), ...own.related]);
  const headings = new Set(all.flatMap((words) => words.relatedHeadings).map(foldPhrase));
  const endings = new Set(all.flatMap((words) => words.endings).map(foldPhrase));
  const neighbours = phraseTest(all.flatMap((words) => words.neighbours));
  const promo = patternTest([...all.flatMap((words) => words.promo), ...own.promo]);
  const noise = patternTest([...all.flatMap((words) => words.noise), ...own.noise]);
  const label = patternTest(all.flatMap((words) => words.labels));
  const navigation = new Set(
    [...all.flatMap((words) => words.navigation), ...own.navigation].map(foldPhrase),
  );
  const longest = Math.max(...[...navigation].map((phrase) => phrase.split(' ').length));

  const read = ({ text: whole, folded: wholeFolded }: Line): PageLine | undefined => {
    if (whole.length > maxRelated && !wholeFolded.includes('cookie')) return undefined;
    if (symbolsOnly.test(whole) || countOnly.test(whole)) return { kind: 'weak' };
    const start = bullets.exec(whole)?.[0].length ?? 0;
    const text = whole.slice(start);
    const folded = wholeFolded.slice(start);
    const bare = folded.replace(/(?<![\s:.!])[\s:.!]+$/, '');
    if (endings.has(bare)) return { kind: 'ending' };
    if (headings.has(bare)) return { kind: 'related', title: '' };
    if (navigation.has(bare)) return { kind: 'weak' };
    if (text.length <= maxRelated) {
      const after = titleAfter(text, neighbours(folded), true);
      if (after !== undefined) return { kind: 'neighbour', title: after };
      const title = titleAfter(text, related(folded), false);
      if (title !== undefined) return { kind: 'related', title };
    }
    if (text.length <= maxLabel && (label(folded) || isMereDate(text))) return { kind: 'label' };
    if (/\bcookies?\b/.test(folded) && noise(folded)) return { kind: 'noise' };
    if (text.length > maxFurniture || (text.length > maxLabel / 2 && /[^.]\.$/.test(text))) return undefined;
    if (copyright.test(text) || noise(folded)) return { kind: 'noise' };
    return promo(folded) ? { kind: 'promo' } : undefined;
  };

  const navigationWords = ({ text, folded }: Line): number => {
    if (text.length > maxRelated) return 0;
    const words = folded.split(/[\s/>»›|·,]+/).filter((word) => word !== '');
    let count = 0;
    while (count < words.length) {
      let length = Math.min(longest, words.length - count);
      while (length > 0 && !navigation.has(words.slice(count, count + length).join(' '))) length -= 1;
      if (length === 0) break;
      count += length;
    }
    return count;
  };

  return {
    read,
    navigationWords,
    archive: new Set(all.flatMap((words) => words.archive).map(foldPhrase)),
    credit: phraseTest(all.flatMap((words) => words.credit)),
    byline: phraseTest(all.flatMap((words) => words.byline)),
    note: phraseTest(all.flatMap((words) => words.notes)),
  };
}

const hasDigit = /\d/;
const hourMark = /(?<=\d)h\.?$/;
const timeWord = /(?<!\s)\s+(?:à|at|um|a las|alle|om|[-–|])\s+/u;

/** `24/05/2022 à 10:15`, `Tuesday, 24 May 2022`, `08.11.2023, 10:14 Uhr | dpa` */
function isMereDate(text: string): boolean {
  return (
    hasDigit.test(text) &&
    parseWireDate((text.split(/(?<!\s)\s*[|·]\s*/)[0] ?? '').replace(timeWord, ' ').replace(hourMark, ''), {
      receivedAt: new Date(0),
    }) !== undefined
  );
}

/** Tests for the longest of some phrases at the start; the next character is not looked at. */
function phraseTest(phrases: readonly string[]): PrefixTest {
  const sorted = [...new Set(phrases.map(foldPhrase))].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`^(?:${sorted.map(escapeRegExp).join('|')})`);
  return (folded) => pattern.exec(folded)?.[0].length ?? 0;
}

/** Tests for any of some patterns; those anchored at the start share one expression. */
function patternTest(sources: readonly string[]): (folded: string) => boolean {
  const plain = sources.map((source) => source.normalize('NFD').replace(/\p{M}/gu, ''));
  const anchored = plain.filter((source) => source.startsWith('^')).map((source) => source.slice(1));
  const free = plain.filter((source) => !source.startsWith('^'));
  const atStart = anchored.length === 0 ? undefined : new RegExp(`^(?:${anchored.join('|')})`, 'u');
  const anywhere = free.length === 0 ? undefined : new RegExp(free.join('|'), 'u');
  return (folded) => atStart?.test(folded) === true || anywhere?.test(folded) === true;
}

/**
 * The title behind a phrase of the given length, '' when the phrase is the whole line, undefined when the line only
 * happens to open with those words. One single word counts with a separator, or glued to a capital
 * (`SiguienteLa …`); of several words a blank is enough when a title follows.
 */
function titleAfter(text: string, length: number, mayBeGlued: boolean): string | undefined {
  if (length === 0) return undefined;
  const rest = text.slice(length);
  if (rest.trim() === '') return '';
  const mark = separator.exec(rest);
  const several = text.slice(0, length).trim().includes(' ');
  if (mark !== null && (several || /[:»›→>]/.test(mark[0]))) return rest.slice(mark[0].length).trim();
  if (mark !== null) return undefined;
  const glued = /^\S/.test(rest);
  const title = rest.trimStart();
  if (!titleStart.test(title)) return undefined;
  if (glued) return mayBeGlued || several ? title : undefined;
  return several ? title : undefined;
}
