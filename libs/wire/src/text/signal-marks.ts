import type { Signal } from '#contracts';
import { foldPhrase } from './fold.js';
import { allLanguageWords } from './wire-words.js';

/** What a mark says: a signal, or only that the copy is urgent. */
export type MarkMeaning = Exclude<Signal, 'new'> | 'alert';

/** When languages share a word, the one that takes copy back wins. */
const strongestFirst: readonly MarkMeaning[] = [
  'kill',
  'withhold',
  'correction',
  'update',
  'resend',
  'advisory',
  'alert',
];

let table: ReadonlyMap<string, MarkMeaning> | undefined;

function marks(): ReadonlyMap<string, MarkMeaning> {
  if (table === undefined) {
    const meanings = new Map<string, MarkMeaning>();
    for (const meaning of strongestFirst.toReversed()) {
      for (const words of allLanguageWords()) {
        for (const phrase of meaning === 'alert' ? words.alerts : words.signals[meaning])
          meanings.set(markKey(phrase), meaning);
      }
    }
    table = meanings;
  }
  return table;
}

const numbers = /(?<=[a-z])\d{1,2}(?= |$)|\b\d+(?:st|nd|rd|th|er|e|\.)?(?= |$)|#\d+/g;
const edges = /^[^\p{L}\p{N}]+|(?<=[\p{L}\p{N}])[^\p{L}\p{N}]+$/gu;
const glue = /[\s\-_/]+/g;

/** The form in which marks are compared: `2ND LEAD`, `LEAD 2` → `lead`; `HOLD HOLD HOLD` → `hold`. */
export function markKey(text: string): string {
  const words = foldPhrase(text)
    .replace(edges, '')
    .replace(glue, ' ')
    .replace(numbers, '')
    .trim()
    .split(/ +/);
  const first = words[0] ?? '';
  return words.length > 1 && words.every((word) => word === first) ? first : words.join(' ');
}

/** What a mark means in any language, or by the profile's own words. */
export function meaningOf(text: string, own?: ReadonlyMap<string, MarkMeaning>): MarkMeaning | undefined {
  if (text.length > 60) return undefined;
  const key = markKey(text);
  return key === '' ? undefined : (own?.get(key) ?? marks().get(key));
}

/** Whether a text is nothing but a mark: such a word before a dash is no place. */
export function isSignalMark(text: string): boolean {
  return meaningOf(text) !== undefined;
}
