import { kinds, kindsAt } from './character-kinds.js';

/** Invisible, and neither a word nor a gap between two. */
const invisible = /[\u00AD\u200B-\u200D\u2060\uFEFF]/g;
/**
 * Anything but characters whose compatibility form is themselves, or no word as they are none: ASCII, Latin letters,
 * Cyrillic, the usual typography.
 */
const perhapsFolded =
  /[^\0-\x7f\u00a0-\u00a7\u00a9\u00ab\u00ac\u00ae\u00b0\u00b1\u00b6\u00b7\u00bb\u00bf-\u0131\u0134-\u013e\u0141-\u0148\u014a-\u017e\u0400-\u0482\u2010-\u2016\u2018-\u2027\u202f\u20ac]/;
const inWords = kinds.letter | kinds.digit | kinds.mark;
const blank = 0x20;

/**
 * What a text says, whatever its typography: compatibility forms folded, lower case, words and numbers only, parted
 * by one blank. The same copy with straight or curly quotes, other dashes, blanks or line breaks has the same key.
 * Dateline and tail must be cut off before.
 */
export function textKey(plain: string): string {
  const folded = perhapsFolded.test(plain) ? plain.normalize('NFKC').replace(invisible, '') : plain;
  return wordsOf(folded.toLowerCase());
}

/** The words of a text, parted by one blank. */
function wordsOf(text: string): string {
  const units = new Uint16Array(text.length + 1);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isPair = (code & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
    if ((kindsAt(text, at) & inWords) !== 0) {
      units[length++] = code;
      if (isPair) units[length++] = text.charCodeAt(at + 1);
    } else if (length > 0 && units[length - 1] !== blank) units[length++] = blank;
    if (isPair) at += 1;
  }
  if (length > 0 && units[length - 1] === blank) length -= 1;
  return Buffer.from(units.buffer, 0, length * 2).toString('utf16le');
}
