import { codeUnitsOf } from './code-units.js';

/** Parameters of the 32-bit FNV-1a hash. */
const offset = 0x811c9dc5;
const prime = 0x01000193;
const longWord = 5;
const sketchSize = 32;
/** Texts with fewer different long words are not judged. */
const enoughWords = 20;
/** A flash against the full report shares little by its size alone: not judged either. */
const widestRatio = 4;
const strangers = 1;

export interface Sketch {
  /** The smallest hashes of the text's different long words, ascending, signed 32-bit. */
  readonly sketch: readonly number[];
  /** How many different long words the text has. */
  readonly sketchOf: number;
}

/**
 * Draws the sketch of a text: its long words' smallest hashes (bottom-k sampling). Reads code units, which is ten
 * times faster than a Unicode pattern; what it takes for a letter beyond ASCII need only be the same each time.
 */
export function sketchOf(plain: string): Sketch {
  const units = codeUnitsOf(plain.toLowerCase());
  const hashes = new Int32Array(units.length / longWord + 1);
  let words = 0;
  let hash = offset;
  let length = 0;
  for (let at = 0; at < units.length; at += 1) {
    const unit = units[at] ?? 0;
    if (isLetter(unit)) {
      hash = Math.imul(hash ^ unit, prime);
      length += 1;
      continue;
    }
    if (length >= longWord) hashes[words++] = mixed(hash);
    hash = offset;
    length = 0;
  }
  if (length >= longWord) hashes[words++] = mixed(hash);
  const different = withoutRepeats(hashes.subarray(0, words).sort());
  return { sketch: [...different.subarray(0, sketchSize)], sketchOf: different.length };
}

/**
 * Whether two texts of alike length share next to no long word, so that they cannot be versions of one story.
 * In doubt (short texts, very different lengths) they are not called strangers.
 */
export function areStrangers(one: Sketch, other: Sketch): boolean {
  const small = Math.min(one.sketchOf, other.sketchOf);
  const large = Math.max(one.sketchOf, other.sketchOf);
  if (small < enoughWords || large > small * widestRatio) return false;
  const mine = new Set(one.sketch);
  const theirs = new Set(other.sketch);
  const union = Int32Array.from(new Set([...mine, ...theirs]))
    .sort()
    .subarray(0, sketchSize);
  let shared = 0;
  for (const hash of union) if (mine.has(hash) && theirs.has(hash)) shared += 1;
  return shared <= strangers;
}

function isLetter(unit: number): boolean {
  if (unit < 0x80) return unit >= 0x61 && unit <= 0x7a;
  return unit >= 0xc0 && !(unit >= 0x2000 && unit <= 0x206f) && !(unit >= 0x3000 && unit <= 0x303f);
}

/** The last step of the 32-bit FNV-1a hash: spreads its bits, so that the smallest hashes are a fair sample. */
function mixed(hash: number): number {
  const spread = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return spread ^ (spread >>> 13);
}

/** Takes repeats out of sorted numbers, in place. */
function withoutRepeats(sorted: Int32Array): Int32Array {
  let length = 0;
  for (const value of sorted) if (length === 0 || value !== sorted[length - 1]) sorted[length++] = value;
  return sorted.subarray(0, length);
}
