import { hash } from 'node:crypto';
import { foldCase, foldQuickly, mark } from './quick-fold.js';

const betweenDigits = /(?<=\p{N})[^\p{L}\p{M}\p{N}]+(?=\p{N})/gu;
const notSaid = new RegExp(`[^\\p{L}\\p{M}\\p{N}${mark}]+|[\\uFE00-\\uFE0F\\u034F]`, 'gu');

/** Texts below this many words say too little to be recognised by their body alone. */
export const shortText = 30;

/**
 * What a text says, whatever its typography: compatibility forms and case folded, letters, marks and digits only.
 * Spacing does not count either (soft hyphens, hard wraps, letter-spaced words), but between two digits, where it
 * parts figures: `1 12` and `11 2` are different results.
 */
export function foldText(text: string): string {
  return foldQuickly(text) ?? foldAnyText(text);
}

/** The definition of folding, for any script. */
export function foldAnyText(text: string): string {
  const folded = foldCase(text);
  return folded.replaceAll(mark, '').replace(betweenDigits, mark).replace(notSaid, '');
}

/**
 * The key of a text, with its headline when given: equal for typographic variants, different for any other letter or
 * figure. Undefined when there is nothing to read.
 */
export function textKey(plain: string, headline?: string): string | undefined {
  return keyOfFolded(foldText(plain), headline === undefined ? undefined : foldText(headline));
}

/** The two keys of an item; undefined members where there is no text. */
export interface TextKeys {
  /** Headline and body: what a version says. */
  readonly version: string | undefined;
  /**
   * By which copies are found among other stories. A long text is known by its body, for resellers write their own
   * headlines; a short one only together with its headline and its day, since alerts and notices say the same words
   * about other events.
   */
  readonly group: string | undefined;
}

/** Both keys of an item at once; `day` is its calendar day, `YYYY-MM-DD`. */
export function textKeys(text: { plain: string; headline: string; day: string }): TextKeys {
  const body = foldText(text.plain);
  const version = keyOfFolded(body, foldText(text.headline));
  if (version === undefined) return { version, group: undefined };
  const isLong = countWords(text.plain, shortText) >= shortText;
  return { version, group: isLong ? keyOfFolded(body) : sha256Of(`${text.day}\n${version}`) };
}

/** Counts words, no further than the limit. */
export function countWords(text: string, limit = Number.POSITIVE_INFINITY): number {
  const words = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;
  let count = 0;
  while (count < limit && words.exec(text) !== null) count += 1;
  return count;
}

function keyOfFolded(body: string, headline?: string): string | undefined {
  if (body === '' && (headline ?? '') === '') return undefined;
  return sha256Of(headline === undefined ? body : `${headline}\n${body}`);
}

function sha256Of(text: string): string {
  return hash('sha256', text);
}
