import { NgramSlots } from './ngram-slots.js';

/** What a text's n-grams say. */
export interface NgramGuess {
  /** ISO 639-1 code. */
  readonly language: string;
  /** As clear as texts of that language usually are, or nearly. */
  readonly clear: boolean;
}

/** The tables of ELD's small model, made ready for quick look-ups. */
export interface NgramTables {
  /** Where in `entries` an n-gram's entries begin. */
  readonly places: NgramSlots;
  /** Language, score, language, score …; `end` behind the last of an n-gram. */
  readonly entries: Uint8Array;
  readonly languages: readonly string[];
  /** The share of each language from which a guess is clear. */
  readonly clearFrom: readonly number[];
  /** What stands in n-grams for each byte of UTF-8. */
  readonly signs: Uint8Array;
  /** Runs of characters that part words. */
  readonly separators: RegExp;
}

interface Model {
  readonly languages: Readonly<Record<number, string>>;
  readonly ngrams: Readonly<Record<string, Readonly<Record<number, number>>>>;
}

const slotCount = 1 << 17;
const end = 0xff;
/** The model's file leaves this out of every score. */
const baseScore = 53;
/** Turns mean scores into shares of 1: `mean / (mean + scale)`. */
const scale = 25;
/** Part of a language's usual share from which a guess is clear. */
const clearPart = 0.75;

/**
 * Loads the n-gram tables of ELD. Its package exports only a detector, which walks objects of objects for every n-gram
 * and took a fifth of the time of a dispatch; the tables are modules inside of it.
 */
export async function loadNgramTables(): Promise<NgramTables> {
  const entry = import.meta.resolve('eld/small');
  const inside = (path: string): Promise<unknown> => import(new URL(path, entry).href);
  const [{ ngramsData }, { avgScore }, { dictionary }, { separators }] = (await Promise.all([
    inside('../ngrams/small.js'),
    inside('../avgScore.js'),
    inside('../dictionary.js'),
    inside('../regexPatterns.js'),
  ])) as [
    { ngramsData: Model },
    { avgScore: Readonly<Record<string, number>> },
    { dictionary: readonly string[] },
    { separators: RegExp },
  ];
  const languages = Object.values(ngramsData.languages);
  return {
    ...tablesOf(ngramsData.ngrams),
    languages,
    clearFrom: languages.map((language) => (avgScore[language] ?? 1) * clearPart),
    signs: Uint8Array.from(dictionary, (sign) => sign.charCodeAt(0)),
    separators,
  };
}

function tablesOf(ngrams: Model['ngrams']): Pick<NgramTables, 'places' | 'entries'> {
  const places = new NgramSlots(slotCount);
  // An n-gram that nobody knows has its entries at 0: none.
  const entries = [end];
  for (const ngram in ngrams) {
    const bytes = Buffer.from(ngram, 'latin1');
    places.fill(places.find(bytes, 0, bytes.length), bytes, 0, bytes.length, entries.length);
    const scores = ngrams[ngram] ?? {};
    for (const language in scores) entries.push(Number(language), scores[Number(language)] ?? 0);
    entries.push(end);
  }
  return { places, entries: Uint8Array.from(entries) };
}

const minNgrams = 3;
const ngramLength = 4;
const stride = 3;
const maxWord = 70;

/** Scratch of one guess, reused by the next. */
const seen = new NgramSlots(512);

/** The language whose n-grams the text has most of; undefined when it has none of any. */
export function guessByNgrams(text: string, tables: NgramTables): NgramGuess | undefined {
  const { languages, clearFrom } = tables;
  const scores = new Uint32Array(languages.length);
  let count = 0;
  seen.clear();
  wordsOf(text, tables, (bytes, start, to) => {
    count += scoreWord(bytes, start, to, tables, scores);
  });
  let best = 0;
  for (let index = 1; index < scores.length; index++) {
    if ((scores[index] ?? 0) > (scores[best] ?? 0)) best = index;
  }
  const score = scores[best] ?? 0;
  if (score === 0) return undefined;
  const mean = score / count;
  return {
    language: languages[best] ?? '',
    clear: count >= minNgrams && mean / (mean + scale) >= (clearFrom[best] ?? 1),
  };
}

/**
 * Adds the scores of the n-grams that were not seen yet and says how many they are: four bytes of the word at a time,
 * its edges marked by the blanks around it.
 */
function scoreWord(
  bytes: Uint8Array,
  start: number,
  to: number,
  tables: NgramTables,
  scores: Uint32Array,
): number {
  const length = Math.min(to - start, maxWord);
  let count = 0;
  let offset = 0;
  for (; offset + ngramLength < length; offset += stride) {
    const at = start + offset;
    count += scoreNgram(bytes, offset === 0 ? at - 1 : at, at + ngramLength, tables, scores);
  }
  const tail = offset === 0 ? start - 1 : start + length - ngramLength;
  return count + scoreNgram(bytes, tail, to + 1, tables, scores);
}

function scoreNgram(
  bytes: Uint8Array,
  from: number,
  to: number,
  { places, entries }: NgramTables,
  scores: Uint32Array,
): 0 | 1 {
  const slot = seen.find(bytes, from, to);
  if (!seen.isFree(slot)) return 0;
  seen.fill(slot, bytes, from, to, 1);
  for (let at = places.numberAt(places.find(bytes, from, to)); entries[at] !== end; at += 2) {
    const language = entries[at] ?? 0;
    scores[language] = (scores[language] ?? 0) + (entries[at + 1] ?? 0) + baseScore;
  }
  return 1;
}

/** Bytes of UTF-8 that are looked at: to the end of a word beyond the first number, to any character's at the second. */
const enoughBytes = 350;
const maxBytes = 380;
const blank = 0x20;

/** Scratch for the bytes of a text, a blank before and behind each word. */
const scratch = new Uint8Array(maxBytes + 8);

/** Gives each word's place among the bytes of the text. */
function wordsOf(
  text: string,
  { signs, separators }: NgramTables,
  take: (bytes: Uint8Array, start: number, to: number) => void,
): void {
  const words = text.replace(separators, ' ').trim().toLowerCase();
  let length = 1;
  let start = 1;
  scratch[0] = blank;
  const endWord = (): void => {
    scratch[length] = blank;
    if (length > start) take(scratch, start, length);
    length += 1;
    start = length;
  };
  // The blank that the scratch begins with is none of the text's bytes.
  for (let at = 0; at < words.length && length - 1 <= maxBytes; at++) {
    const code = words.charCodeAt(at);
    if (code === blank) {
      endWord();
      if (length - 2 > enoughBytes) return;
    } else if (code < 0x80) scratch[length++] = code;
    else {
      // Characters beyond the basic plane part words and are gone by now.
      if (code < 0x800) scratch[length++] = signs[0xc0 | (code >> 6)] ?? blank;
      else {
        scratch[length++] = signs[0xe0 | (code >> 12)] ?? blank;
        scratch[length++] = signs[0x80 | ((code >> 6) & 0x3f)] ?? blank;
      }
      scratch[length++] = signs[0x80 | (code & 0x3f)] ?? blank;
    }
  }
  endWord();
}
