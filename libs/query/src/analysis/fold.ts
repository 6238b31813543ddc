/** Letters that Unicode does not take apart, with the spelling that PostgreSQL's `unaccent` gives them. */
const spellings: Readonly<Record<string, string>> = {
  ß: 'ss',
  œ: 'oe',
  æ: 'ae',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
  ŧ: 't',
  ĸ: 'q',
  ς: 'σ',
  ё: 'е',
};
const spelled = new RegExp(`[${Object.keys(spellings).join('')}]`, 'gu');
/** Latin and Greek letters that may carry a diacritic; Cyrillic `й` and `ї` are letters of their own. */
const accented = /[\u00c0-\u024f\u0370-\u03ff\u1e00-\u1fff]/gu;
// oxlint-disable-next-line no-misleading-character-class -- these very characters are meant
const marks = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/gu;
// oxlint-disable-next-line no-misleading-character-class -- these very characters are meant
const nearEastMarks = /[\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u065f\u0670]/gu;
/** Soft hyphen, zero-width characters, direction marks: they are seen by nobody and typed by nobody. */
// oxlint-disable-next-line no-misleading-character-class -- these very characters are meant
const invisible = /[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/gu;

const asciiOnly = /^[\u0000-\u007f]*$/;

/**
 * Text as it is compared: NFKC, lower case, without diacritics and invisible characters, ligatures and letters
 * such as `ß œ æ ø ł` spelled out. Punctuation and spaces stay. Folding folded text changes nothing.
 */
export function foldText(text: string): string {
  if (asciiOnly.test(text)) return text.toLowerCase();
  const lower = text.normalize('NFKC').toLowerCase().normalize('NFKC').replace(invisible, '');
  return lower
    .replace(accented, (letter) => letter.normalize('NFD').replace(marks, ''))
    .replace(marks, '')
    .replace(nearEastMarks, '')
    .replace(spelled, (letter) => spellings[letter] ?? letter)
    .normalize('NFC');
}

/** How codes (slugs, language tags, statuses) are compared, in queries and in documents. */
export function foldCode(code: string): string {
  return foldText(code).trim();
}
