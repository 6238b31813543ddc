/** A run of letters, digits and marks in a text; offsets in UTF-16 units, end exclusive. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly raw: string;
  /** Only ASCII letters and digits: nothing in it has to be folded but its case. */
  readonly isPlain: boolean;
}

const word = /[\p{L}\p{N}][\p{L}\p{N}\p{M}\u00AD\u200B-\u200F\u2060\uFEFF]*/gu;
const trailingInvisible = /[\u00AD\u200B-\u200F\u2060\uFEFF]+$/;
const plainWord = /^[A-Za-z0-9]+$/;
const beginsWord = /^[\p{L}\p{N}]$/u;
const goesOn = /^[\p{L}\p{N}\p{M}\u00AD\u200B-\u200F\u2060\uFEFF]$/u;

/** What a code unit is to a word; found out when it is first met. */
const unknown = 0;
const outside = 1;
const inside = 2;
const begin = 3;
const plain = 4;
const surrogate = 5;
const kinds = new Uint8Array(0x10000);

function kindOf(unit: number): number {
  const known = kinds[unit] ?? unknown;
  return known === unknown ? (kinds[unit] = findKind(unit)) : known;
}

function findKind(unit: number): number {
  const character = String.fromCharCode(unit);
  if (unit >= 0xd800 && unit <= 0xdfff) return surrogate;
  if (plainWord.test(character)) return plain;
  if (beginsWord.test(character)) return begin;
  return goesOn.test(character) ? inside : outside;
}

/**
 * The pieces of a text that words are made of, in order: each begins with a letter or digit; marks and invisible
 * characters go on with it, invisible ones at its end are left out. One look at each code unit; only texts with
 * characters beyond the basic plane are cut by a pattern, several times as slowly.
 */
export function piecesOf(source: string): Piece[] {
  const pieces: Piece[] = [];
  const { length } = source;
  for (let at = 0; at < length; at += 1) {
    const first = kindOf(source.charCodeAt(at));
    if (first === surrogate) return cutByPattern(source);
    if (first < begin) continue;
    const start = at;
    let isPlain = true;
    for (let kind = first; kind >= inside; kind = at < length ? kindOf(source.charCodeAt(at)) : outside) {
      if (kind === surrogate) return cutByPattern(source);
      if (kind !== plain) isPlain = false;
      at += 1;
    }
    const raw = source.slice(start, at);
    pieces.push(isPlain ? { start, end: at, raw, isPlain } : pieceOf(start, raw));
  }
  return pieces;
}

/** The same for any text. */
export function cutByPattern(source: string): Piece[] {
  return Array.from(source.matchAll(word), (match) => pieceOf(match.index, match[0]));
}

function pieceOf(start: number, found: string): Piece {
  const raw = found.replace(trailingInvisible, '');
  return { start, end: start + raw.length, raw, isPlain: plainWord.test(raw) };
}
