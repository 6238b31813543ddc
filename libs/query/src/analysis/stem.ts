import { stemmer as danish } from '@orama/stemmers/danish';
import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as finnish } from '@orama/stemmers/finnish';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as hungarian } from '@orama/stemmers/hungarian';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as norwegian } from '@orama/stemmers/norwegian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as romanian } from '@orama/stemmers/romanian';
import { stemmer as russian } from '@orama/stemmers/russian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { stemmer as swedish } from '@orama/stemmers/swedish';
import { stemmer as turkish } from '@orama/stemmers/turkish';
import { stemEnglish } from './english.js';
import { stemGerman } from './german.js';
import { primaryLanguage } from './language.js';

type Stemmer = (folded: string) => string;

const stemmers: ReadonlyMap<string, Stemmer> = new Map(
  Object.entries<Stemmer>({
    da: danish,
    de: stemGerman,
    en: stemEnglish,
    es: spanish,
    fi: finnish,
    fr: french,
    hu: hungarian,
    it: italian,
    nl: dutch,
    no: norwegian,
    pt: portuguese,
    ro: romanian,
    ru: russian,
    sv: swedish,
    tr: turkish,
  }),
);

/** Primary language codes that have a stemmer; each has a Snowball dictionary of the same algorithm in PostgreSQL. */
export const stemmedLanguages: readonly string[] = [...stemmers.keys()];

/** The primary language of a tag when words in it are stemmed, else undefined. */
export function stemmingLanguage(language: string | null | undefined): string | undefined {
  const primary = primaryLanguage(language);
  return primary !== undefined && stemmers.has(primary) ? primary : undefined;
}

/** Longer runs of letters are no words of a language and stay as they are. */
const maxStemmedLength = 40;
const letters = /^\p{L}+$/u;
const cacheLimit = 50_000;
const cache = new Map<string, Map<string, string>>();

/**
 * The Snowball stem of a folded word in a language (any BCP-47 tag); the word itself when the language is unknown or
 * the word holds digits. Working on folded words is on purpose: it is what PostgreSQL does with `unaccent` before
 * its Snowball dictionary, and it makes `Élections` and `elections` one.
 */
export function stem(folded: string, language: string | null | undefined): string {
  const primary = primaryLanguage(language);
  const stemmer = primary === undefined ? undefined : stemmers.get(primary);
  if (primary === undefined || stemmer === undefined || folded.length > maxStemmedLength) return folded;
  let known = cache.get(primary);
  if (known === undefined) {
    known = new Map();
    cache.set(primary, known);
  }
  const cached = known.get(folded);
  if (cached !== undefined) return cached;
  const result = letters.test(folded) ? stemmer(folded) || folded : folded;
  if (known.size >= cacheLimit) known.clear();
  known.set(folded, result);
  return result;
}
