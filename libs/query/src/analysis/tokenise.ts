import { foldText } from './fold.js';
import { piecesOf, type Piece } from './pieces.js';

/** A word of a text: where it stands (UTF-16 offsets, end exclusive) and its folded form. */
export interface Token {
  readonly start: number;
  readonly end: number;
  /** Folded, never empty, only letters, digits and marks. */
  readonly folded: string;
}

/** Characters that are typed as an apostrophe; each is one UTF-16 unit, so offsets hold after the replacement. */
const apostrophes = /[’‘‛ʼʻʽˈ′＇`´]/g;
/** Scripts written without spaces: each character is a token, so that a phrase finds any word. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const unspacedPiece =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]\p{M}*|[^\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]+/gu;
const notWord = /[^\p{L}\p{N}\p{M}]+/gu;
const singleLetter = /^\p{L}\p{M}*$/u;

/** Articles and particles that French, Italian and Catalan elide before an apostrophe. */
const elided = new Set(
  (
    'l m t qu n s j d c jusqu quoiqu lorsqu puisqu quelqu ' +
    'all dall dell nell sull coll pell gl agl dagl degl negl sugl un quest quell v'
  ).split(' '),
);

/**
 * The words of a text in reading order, elided articles left out (`l’avocat` → `avocat`), the English genitive `’s`
 * left out, dotted initials joined (`U.S.` → `us`), text without spaces (Han, Kana, Thai …) cut into characters.
 * Linear in the length of the text.
 */
export function tokenise(text: string): Token[] {
  const source = text.replace(apostrophes, "'");
  const pieces = piecesOf(source);
  const tokens: Token[] = [];
  for (let at = 0; at < pieces.length; at += 1) {
    const piece = pieces[at];
    if (piece === undefined) continue;
    const initials = source[piece.end] === '.' ? initialsFrom(source, pieces, at) : at;
    if (initials > at) {
      const run = pieces.slice(at, initials + 1);
      const end = run.at(-1)?.end ?? piece.end;
      pushToken(tokens, piece.start, end, run.map((letter) => letter.raw).join(''));
      at = initials;
      continue;
    }
    if (isGenitive(source, pieces, at) || isElided(source, pieces, at)) continue;
    pushPiece(tokens, piece);
  }
  return tokens;
}

/** A text as its folded words joined by single spaces: what a search engine may index and gives the same words. */
export function searchableText(text: string): string {
  return tokenise(text)
    .map((token) => token.folded)
    .join(' ');
}

/** Whether a piece is joined to the one before it by an apostrophe. */
function follows(source: string, pieces: readonly Piece[], at: number): boolean {
  const before = pieces[at - 1];
  const piece = pieces[at];
  return (
    before !== undefined &&
    piece !== undefined &&
    piece.start === before.end + 1 &&
    source[before.end] === "'"
  );
}

function isGenitive(source: string, pieces: readonly Piece[], at: number): boolean {
  const raw = pieces[at]?.raw;
  return (raw === 's' || raw === 'S') && follows(source, pieces, at) && !follows(source, pieces, at + 1);
}

function isElided(source: string, pieces: readonly Piece[], at: number): boolean {
  return (
    follows(source, pieces, at + 1) &&
    !isGenitive(source, pieces, at + 1) &&
    elided.has(foldText(pieces[at]?.raw ?? ''))
  );
}

/** The index of the last piece of a run `X.Y.Z`, or `at` when none begins here. */
function initialsFrom(source: string, pieces: readonly Piece[], at: number): number {
  let last = at;
  for (let piece = pieces[last]; piece !== undefined && singleLetter.test(piece.raw); last += 1) {
    const next = pieces[last + 1];
    const joined = source[piece.end] === '.' && next?.start === piece.end + 1 && singleLetter.test(next.raw);
    if (!joined) break;
    piece = next;
  }
  return last;
}

function pushPiece(tokens: Token[], piece: Piece): void {
  if (piece.isPlain) {
    tokens.push({ start: piece.start, end: piece.end, folded: piece.raw.toLowerCase() });
    return;
  }
  if (!unspaced.test(piece.raw)) {
    pushToken(tokens, piece.start, piece.end, piece.raw);
    return;
  }
  for (const part of piece.raw.matchAll(unspacedPiece)) {
    const start = piece.start + part.index;
    pushToken(tokens, start, start + part[0].length, part[0]);
  }
}

function pushToken(tokens: Token[], start: number, end: number, raw: string): void {
  const folded = foldWord(raw);
  if (folded !== '') tokens.push({ start, end, folded });
}

/** Words with accents are few and come again and again, and folding one costs as much as fifty plain ones. */
const foldedWords = new Map<string, string>();
const mostFoldedWords = 20_000;
const longestFoldedWord = 60;

function foldWord(raw: string): string {
  const known = foldedWords.get(raw);
  if (known !== undefined) return known;
  const folded = foldText(raw).replace(notWord, '');
  if (foldedWords.size >= mostFoldedWords) foldedWords.clear();
  if (raw.length <= longestFoldedWord) foldedWords.set(raw, folded);
  return folded;
}
