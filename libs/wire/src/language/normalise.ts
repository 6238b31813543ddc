/** Three-letter codes (ISO 639-2 B and T) and names of old systems, to the two-letter code. */
const shortCode: Readonly<Record<string, string>> = {
  ara: 'ar',
  bul: 'bg',
  cat: 'ca',
  ces: 'cs',
  chi: 'zh',
  cze: 'cs',
  dan: 'da',
  deu: 'de',
  dut: 'nl',
  ell: 'el',
  eng: 'en',
  est: 'et',
  eus: 'eu',
  fas: 'fa',
  fin: 'fi',
  fra: 'fr',
  fre: 'fr',
  ger: 'de',
  gle: 'ga',
  glg: 'gl',
  gre: 'el',
  heb: 'he',
  hin: 'hi',
  hrv: 'hr',
  hun: 'hu',
  ice: 'is',
  ind: 'id',
  isl: 'is',
  ita: 'it',
  jpn: 'ja',
  kor: 'ko',
  lav: 'lv',
  lit: 'lt',
  may: 'ms',
  msa: 'ms',
  nld: 'nl',
  nno: 'nn',
  nob: 'nb',
  nor: 'no',
  per: 'fa',
  pol: 'pl',
  por: 'pt',
  ron: 'ro',
  rum: 'ro',
  rus: 'ru',
  slk: 'sk',
  slo: 'sk',
  slv: 'sl',
  spa: 'es',
  srp: 'sr',
  swe: 'sv',
  tha: 'th',
  tur: 'tr',
  ukr: 'uk',
  vie: 'vi',
  zho: 'zh',
  english: 'en',
  french: 'fr',
  german: 'de',
  spanish: 'es',
  italian: 'it',
  portuguese: 'pt',
  dutch: 'nl',
  swedish: 'sv',
  norwegian: 'no',
  danish: 'da',
  finnish: 'fi',
  russian: 'ru',
  arabic: 'ar',
  chinese: 'zh',
  japanese: 'ja',
  francais: 'fr',
  deutsch: 'de',
  espanol: 'es',
  italiano: 'it',
  portugues: 'pt',
  nederlands: 'nl',
  iw: 'he',
  in: 'id',
};

const shape = /^[A-Za-z]{2,10}(?:[-_][A-Za-z0-9]{1,8})*$/;

/**
 * A language tag in the form of BCP 47: `FR` → `fr`, `fr_fr` → `fr-FR`, `swe` → `sv`, `zh-hant-tw` →
 * `zh-Hant-TW`. Undefined when it is no language at all (`und`, `mul`, `zxx`, ``, `B`).
 */
export function normaliseLanguage(tag: string): string | undefined {
  if (known.has(tag)) return known.get(tag);
  const normalised = normalise(tag);
  if (known.size < maxKnown) known.set(tag, normalised);
  return normalised;
}

/** Tags met before: feeds write the same few, again and again. */
const known = new Map<string, string | undefined>();
const maxKnown = 1_000;

function normalise(tag: string): string | undefined {
  const trimmed = tag.trim();
  if (!shape.test(trimmed)) return undefined;
  const [first = '', ...rest] = trimmed.replaceAll('_', '-').split('-');
  const primary = first.toLowerCase();
  const language = Object.hasOwn(shortCode, primary) ? (shortCode[primary] ?? primary) : primary;
  if (language.length > 3 || ['und', 'mul', 'zxx', 'mis'].includes(language)) return undefined;
  try {
    return Intl.getCanonicalLocales([language, ...rest].join('-'))[0];
  } catch (error) {
    if (error instanceof RangeError) return language;
    throw error;
  }
}

/** The primary subtag: `fr-FR` → `fr`. */
export function primaryLanguage(tag: string): string {
  const end = tag.indexOf('-');
  return end === -1 ? tag : tag.slice(0, end);
}

/** Languages that detection cannot keep apart well enough to contradict a declaration. */
const lookAlikes = [
  ['no', 'nb', 'nn', 'da'],
  ['hr', 'sr', 'bs', 'sh', 'me'],
  ['id', 'ms'],
  ['cs', 'sk'],
  ['gl', 'pt'],
  ['af', 'nl'],
  ['tl', 'fil'],
  ['fa', 'prs'],
];

/** Whether a declared and a detected language agree, look-alikes included. */
export function sameLanguage(declared: string, detected: string): boolean {
  const primary = primaryLanguage(declared);
  return (
    primary === detected || lookAlikes.some((group) => group.includes(primary) && group.includes(detected))
  );
}
