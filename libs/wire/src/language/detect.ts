import { kinds, kindsAt } from '../text/character-kinds.js';
import { guessByNgrams, loadNgramTables, type NgramTables } from './ngrams.js';

/** What detection says of a text. */
export interface DetectedLanguage {
  /** ISO 639-1 code. */
  readonly language: string;
  /** Long enough and clear enough to overrule a declaration. */
  readonly reliable: boolean;
}

/** Below this many letters a guess is not worth making. */
const minLetters = 40;
/** From here a clear guess outweighs what the feed declared. */
const reliableLetters = 80;
/** More text makes no better guess. */
const maxCharacters = 360;

let tables: NgramTables | undefined;
let loading: Promise<void> | undefined;

/** Loads the detector's tables once for the process (about 0.3 s and 50 MB); until then nothing is detected. */
export function loadLanguageDetector(): Promise<void> {
  loading ??= load();
  return loading;
}

async function load(): Promise<void> {
  tables = await loadNgramTables();
}

/** The language of a text, or undefined when it is too short or the tables are not loaded. */
export function detectLanguage(text: string): DetectedLanguage | undefined {
  if (tables === undefined) return undefined;
  const sample = text.length > maxCharacters ? text.slice(0, maxCharacters).toWellFormed() : text;
  const count = countLetters(sample, reliableLetters);
  if (count < minLetters) return undefined;
  const guess = guessByNgrams(sample, tables);
  return guess && { language: guess.language, reliable: count >= reliableLetters && guess.clear };
}

/** The letters of a text, counted no further than to `enough`. */
function countLetters(text: string, enough: number): number {
  let count = 0;
  for (let at = 0; at < text.length && count < enough; at++) {
    if ((kindsAt(text, at) & kinds.letter) !== 0) count += 1;
  }
  return count;
}
