/** What counting words and letters asks of a character; one may be of several kinds. */
export const kinds = { blank: 1, letter: 2, digit: 4, mark: 8, ideograph: 16 } as const;

const patterns: readonly (readonly [number, RegExp])[] = [
  [kinds.blank, /\s/u],
  [kinds.letter, /\p{L}/u],
  [kinds.digit, /\p{N}/u],
  [kinds.mark, /\p{M}/u],
  [kinds.ideograph, /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u],
];

const isKnown = 128;

/** The kinds of each code unit, filled as they are met; 0 = not met yet, and for first halves of pairs always. */
const table = new Uint8Array(0x1_0000);

/**
 * The kinds, added up, of the character that begins at a place of a text; the second half of a pair is of none. Asking
 * a table for each character is far quicker than a regular expression.
 */
export function kindsAt(text: string, at: number): number {
  const known = table[text.charCodeAt(at)] ?? 0;
  return known === 0 ? learn(text.codePointAt(at) ?? 0) : known;
}

function learn(code: number): number {
  const character = String.fromCodePoint(code);
  const learnt = patterns.reduce(
    (sum, [kind, pattern]) => (pattern.test(character) ? sum | kind : sum),
    isKnown,
  );
  if (code <= 0xffff && (code & 0xfc00) !== 0xd800) table[code] = learnt;
  return learnt;
}
