/**
 * The English stemmer of the Snowball project, "Porter 2" (https://snowballstem.org/algorithms/english/stemmer.html),
 * in the state that PostgreSQL 18 carries. It is written here because the packaged English stemmer is the
 * first Porter algorithm, which gives other stems than PostgreSQL for one word in twenty.
 */

const exceptions: ReadonlyMap<string, string> = new Map([
  ['skis', 'ski'],
  ['skies', 'sky'],
  ['dying', 'die'],
  ['lying', 'lie'],
  ['tying', 'tie'],
  ['idly', 'idl'],
  ['gently', 'gentl'],
  ['ugly', 'ugli'],
  ['early', 'earli'],
  ['only', 'onli'],
  ['singly', 'singl'],
  ...['sky', 'news', 'howe', 'atlas', 'cosmos', 'bias', 'andes'].map((word): [string, string] => [
    word,
    word,
  ]),
]);

/** Words whose end only looks like -ing. */
const notParticiples = new Set(['inn', 'out', 'cann', 'herr', 'earr']);
/** Words whose end only looks like -eed. */
const notAgreed = new Set(['proc', 'exc', 'succ']);
/** Beginnings after which region R1 starts, against the general rule. */
const longPrefixes = ['gener', 'commun', 'arsen'] as const;
const doubles = new Set(['bb', 'dd', 'ff', 'gg', 'mm', 'nn', 'pp', 'rr', 'tt']);

/** Suffix → replacement, longest first, tried in region R1. */
const step2: readonly (readonly [string, string])[] = [
  ['ational', 'ate'],
  ['fulness', 'ful'],
  ['iveness', 'ive'],
  ['ization', 'ize'],
  ['ousness', 'ous'],
  ['biliti', 'ble'],
  ['lessli', 'less'],
  ['tional', 'tion'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['ation', 'ate'],
  ['entli', 'ent'],
  ['fulli', 'ful'],
  ['iviti', 'ive'],
  ['ousli', 'ous'],
  ['abli', 'able'],
  ['alli', 'al'],
  ['anci', 'ance'],
  ['ator', 'ate'],
  ['enci', 'ence'],
  ['izer', 'ize'],
  ['bli', 'ble'],
  ['ogi', 'og'],
  ['li', ''],
];
const step3: readonly (readonly [string, string])[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['alize', 'al'],
  ['ative', ''],
  ['icate', 'ic'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
];
const step4 = [
  'ement',
  'able',
  'ance',
  'ence',
  'ible',
  'ment',
  'ant',
  'ate',
  'ent',
  'ion',
  'ism',
  'iti',
  'ive',
  'ize',
  'ous',
  'al',
  'er',
  'ic',
] as const;

const isVowel = (letter: string | undefined): boolean => letter !== undefined && 'aeiouy'.includes(letter);

/** The stem of a folded English word (lower-case letters a–z). Linear in its length. */
export function stemEnglish(word: string): string {
  if (word.length < 3) return word;
  const exception = exceptions.get(word);
  if (exception !== undefined) return exception;
  const marked = markConsonantY(word);
  const r1 = regionOne(marked);
  const r2 = regionAfter(marked, r1);
  let stem = stripPlural(marked);
  stem = stripParticiple(stem, r1);
  stem = softenY(stem);
  stem = replaceSuffix(stem, step2, r1, isStep2Allowed);
  stem = replaceSuffix(stem, step3, r1, (suffix, at) => suffix !== 'ative' || at >= r2);
  stem = stripLast(stem, r2);
  stem = stripFinal(stem, r1, r2);
  return stem.toLowerCase();
}

/** A `y` that sounds as a consonant (first, or after a vowel) becomes `Y`, which is no vowel. */
function markConsonantY(word: string): string {
  if (!word.includes('y')) return word;
  let out = '';
  for (const letter of word) out += letter === 'y' && (out === '' || isVowel(out.at(-1))) ? 'Y' : letter;
  return out;
}

/** The offset after the first consonant that follows a vowel, from `start` on. */
function regionAfter(word: string, start: number): number {
  let at = start;
  while (at < word.length && !isVowel(word[at])) at += 1;
  while (at < word.length && isVowel(word[at])) at += 1;
  return Math.min(at + 1, word.length);
}

function regionOne(word: string): number {
  const prefix = longPrefixes.find((candidate) => word.startsWith(candidate));
  return prefix?.length ?? regionAfter(word, 0);
}

function hasVowel(word: string, end: number): boolean {
  for (let at = 0; at < end; at += 1) if (isVowel(word[at])) return true;
  return false;
}

/** Whether the word ends in a short syllable, as in `hop`, `bed`, `ow`. */
function endsShort(word: string): boolean {
  const last = word.at(-1);
  const middle = word.at(-2);
  if (last === undefined || isVowel(last) || !isVowel(middle)) return false;
  if (word.length === 2) return true;
  return !isVowel(word.at(-3)) && !'wxY'.includes(last);
}

function stripPlural(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2);
  if (word.endsWith('ied') || word.endsWith('ies')) return word.slice(0, word.length > 4 ? -2 : -1);
  if (word.endsWith('us') || word.endsWith('ss') || !word.endsWith('s')) return word;
  return hasVowel(word, word.length - 2) ? word.slice(0, -1) : word;
}

function stripParticiple(word: string, r1: number): string {
  for (const suffix of ['eedly', 'eed'] as const) {
    if (!word.endsWith(suffix)) continue;
    const at = word.length - suffix.length;
    return at >= r1 && !notAgreed.has(word.slice(0, at)) ? `${word.slice(0, at)}ee` : word;
  }
  const suffix = (['ingly', 'edly', 'ing', 'ed'] as const).find((candidate) => word.endsWith(candidate));
  if (suffix === undefined) return word;
  const base = word.slice(0, -suffix.length);
  if (suffix === 'ing' && notParticiples.has(base)) return word;
  if (!hasVowel(base, base.length)) return word;
  if (base.endsWith('at') || base.endsWith('bl') || base.endsWith('iz')) return `${base}e`;
  if (doubles.has(base.slice(-2))) {
    return base.length === 3 && 'aeo'.includes(base.charAt(0)) ? base : base.slice(0, -1);
  }
  return base.length === r1 && endsShort(base) ? `${base}e` : base;
}

function softenY(word: string): string {
  const isY = word.endsWith('y') || word.endsWith('Y');
  return isY && word.length > 2 && !isVowel(word.at(-2)) ? `${word.slice(0, -1)}i` : word;
}

function isStep2Allowed(suffix: string, at: number, word: string): boolean {
  if (suffix === 'ogi') return word[at - 1] === 'l';
  if (suffix === 'li') return 'cdeghkmnrt'.includes(word[at - 1] ?? ' ');
  return true;
}

function replaceSuffix(
  word: string,
  table: readonly (readonly [string, string])[],
  region: number,
  allowed: (suffix: string, at: number, word: string) => boolean,
): string {
  const found = table.find(([suffix]) => word.endsWith(suffix));
  if (found === undefined) return word;
  const [suffix, replacement] = found;
  const at = word.length - suffix.length;
  return at >= region && allowed(suffix, at, word) ? word.slice(0, at) + replacement : word;
}

function stripLast(word: string, r2: number): string {
  const suffix = step4.find((candidate) => word.endsWith(candidate));
  if (suffix === undefined) return word;
  const at = word.length - suffix.length;
  if (at < r2) return word;
  if (suffix === 'ion' && word[at - 1] !== 's' && word[at - 1] !== 't') return word;
  return word.slice(0, at);
}

function stripFinal(word: string, r1: number, r2: number): string {
  const at = word.length - 1;
  if (word.endsWith('e')) {
    return at >= r2 || (at >= r1 && !endsShort(word.slice(0, -1))) ? word.slice(0, -1) : word;
  }
  return word.endsWith('ll') && at >= r2 ? word.slice(0, -1) : word;
}
