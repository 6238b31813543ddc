const beyondAscii = /[^\x00-\x7f]/;

/** For every code unit the one that rules see; filled as code units are met, 0 = not met yet. */
const table = new Uint16Array(0x1_0000);

/**
 * Text as rules compare it: lower case, accents off, apostrophes, dashes and blanks in their plain form. Keeps the
 * length, code unit for code unit, so that a match's position holds in the original too.
 */
export function foldLine(text: string): string {
  if (!beyondAscii.test(text)) return text.toLowerCase();
  return (text.length <= scratch.length ? foldNarrow(text) : undefined) ?? foldWide(text);
}

/** Lines and notices fit; longer texts are folded the slower way. */
const scratch = Buffer.alloc(2_048);

/** For text whose folded form is one byte a character, which rules also look through faster; else undefined. */
function foldNarrow(text: string): string | undefined {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const folded = table[unit] || learn(unit);
    if (folded > 0xff) return undefined;
    scratch[at] = folded;
  }
  return scratch.toString('latin1', 0, text.length);
}

function foldWide(text: string): string {
  const units = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    units[at] = table[unit] || learn(unit);
  }
  return Buffer.from(units.buffer).toString('utf16le');
}

function learn(unit: number): number {
  const folded = foldOne(String.fromCharCode(unit)).charCodeAt(0);
  table[unit] = folded;
  return folded;
}

/** Every code unit gives exactly one; halves of surrogate pairs stay. */
function foldOne(unit: string): string {
  if (/[\u2018\u2019\u02BC\u2032]/.test(unit)) return "'";
  if (/[\u201C-\u201F\u00AB\u00BB]/.test(unit)) return '"';
  if (/[\u2010-\u2015\u2212]/.test(unit)) return '-';
  if (/[\u00A0\u2000-\u200A\u202F\u205F\u3000]/.test(unit)) return ' ';
  const base = unit.normalize('NFD').charAt(0).toLowerCase();
  return base.length === 1 ? base : unit;
}

const repeatedBlanks = / {2,}/g;

/** A phrase of the word lists in the same form. */
export function foldPhrase(phrase: string): string {
  return foldLine(phrase).trim().replace(repeatedBlanks, ' ');
}
