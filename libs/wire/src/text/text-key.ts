const invisible = /[\u00AD\u200B-\u200D\u2060\uFEFF]/g;
const between = /[^\p{L}\p{M}\p{N}]+/gu;

/**
 * What a text says, whatever its typography: compatibility forms folded, lower case, words and numbers only, parted
 * by one blank. The same copy with straight or curly quotes, other dashes, blanks or line breaks has the same key.
 * Dateline and tail must be cut off before.
 */
export function textKey(plain: string): string {
  return plain.normalize('NFKC').replace(invisible, '').toLowerCase().replace(between, ' ').trim();
}
