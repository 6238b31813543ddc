import { decodeAs } from './labels.js';

/** What the letters of a language give away when they are decoded rightly. */
interface Candidate {
  readonly charset: string;
  /** Its most frequent letters, in the case that running text has. */
  readonly frequent: ReadonlySet<string>;
  /** Their share of all letters beyond ASCII in ordinary copy. */
  readonly expected: number;
}

const cyrillic = letters('оеаинтср');
const hiragana = letters(
  'ぁあいうえおかがきぎくぐけげこごさざしじすずせそただちっつてでとどなにぬねのはばひふへほまみむめもやよらりるれろわをん',
);
const candidates: readonly Candidate[] = [
  { charset: 'koi8-r', frequent: cyrillic, expected: 0.56 },
  { charset: 'windows-1251', frequent: cyrillic, expected: 0.56 },
  { charset: 'windows-1253', frequent: letters('αοιτεσηςν'), expected: 0.6 },
  { charset: 'windows-1255', frequent: letters('יוהלארתב'), expected: 0.6 },
  { charset: 'windows-1256', frequent: letters('اليمنوتر'), expected: 0.6 },
  { charset: 'windows-874', frequent: letters('านรอกเงมยล่'), expected: 0.5 },
  { charset: 'shift_jis', frequent: hiragana, expected: 0.45 },
  { charset: 'euc-jp', frequent: hiragana, expected: 0.45 },
  {
    charset: 'gb18030',
    frequent: letters(
      '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里',
    ),
    expected: 0.3,
  },
  {
    charset: 'big5',
    frequent: letters(
      '的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡',
    ),
    expected: 0.3,
  },
  { charset: 'euc-kr', frequent: letters('이다의는을에가고한를지사로기하서'), expected: 0.28 },
];

/** Below this share of letters beyond ASCII the text is in Latin letters with accents, or too mixed to tell. */
const minShare = 0.3;
const minBytes = 24;
const maxBytes = 32_768;
const minScore = 0.6;
const maxBroken = 0.01;
/** One letter over and over is no text. */
const minDistinct = 4;

/**
 * Guesses the charset of bytes that are no UTF-8 and declare nothing, for scripts other than Latin, where the usual
 * fallback would leave no letter right: each candidate decodes a sample, and the one under which the language's
 * frequent letters are as frequent as they should be wins. Undefined for Latin letters and for doubt.
 */
export function guessCharset(bytes: Uint8Array): string | undefined {
  const sample = withoutMarkup(bytes);
  const high = sample.reduce((count, byte) => count + (byte >= 0x80 ? 1 : 0), 0);
  const latin = sample.reduce((count, byte) => count + (isAsciiLetter(byte) ? 1 : 0), 0);
  if (high < minBytes || high / (high + latin) < minShare) return undefined;
  let best: { charset: string; score: number } | undefined;
  for (const candidate of candidates) {
    const score = scoreOf(decodeAs(sample, candidate.charset), candidate);
    if (score >= minScore && (best === undefined || score > best.score))
      best = { charset: candidate.charset, score };
  }
  return best?.charset;
}

function scoreOf(text: string, { frequent, expected }: Candidate): number {
  let all = 0;
  let found = 0;
  const distinct = new Set<string>();
  let broken = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) continue;
    all += 1;
    // Undefined there, private or a C1 control: the bytes mean something else.
    if (code === 0xfffd || code < 0xa0 || (code >= 0xe000 && code < 0xf900)) broken += 1;
    else if (frequent.has(character)) {
      found += 1;
      distinct.add(character);
    }
  }
  const isCopy = distinct.size >= minDistinct && broken / all <= maxBroken;
  return isCopy ? found / all / expected : 0;
}

/** The bytes between tags and outside of comments: markup is ASCII whatever the language. */
function withoutMarkup(bytes: Uint8Array): Uint8Array {
  const view = bytes.subarray(0, maxBytes);
  const text = Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('latin1');
  return Buffer.from(text.replace(/<!--[\s\S]*?(?:-->|$)|<[^<>]*>/g, ' '), 'latin1');
}

function isAsciiLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

function letters(text: string): ReadonlySet<string> {
  return new Set(text);
}
