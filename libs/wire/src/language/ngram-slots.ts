const stride = 4;
const [lowAt, highAt, valueAt] = [0, 1, 2];

/**
 * A hash table from n-grams to numbers in one typed array, all of an entry in one line of the processor's cache: copy is
 * looked at a hundred n-grams at a time, and strings in a `Map` miss the cache three times for each. An n-gram is up to
 * six bytes, four in the low word, the others in the high one.
 */
export class NgramSlots {
  private readonly words: Int32Array;
  private readonly mask: number;

  /** `capacity` is a power of two, well above the number of n-grams. */
  constructor(capacity: number) {
    this.words = new Int32Array(capacity * stride);
    this.mask = capacity - 1;
  }

  /** The slot of the n-gram from one place of the bytes up to another, or the free slot where it would stand. */
  find(bytes: Uint8Array, from: number, to: number): number {
    const low = packed(bytes, from, Math.min(to, from + 4));
    const high = packed(bytes, from + 4, to);
    let slot = hash(low, high) & this.mask;
    while (!this.isFree(slot * stride) && !this.holds(slot * stride, low, high))
      slot = (slot + 1) & this.mask;
    return slot * stride;
  }

  isFree(slot: number): boolean {
    return this.words[slot + lowAt] === 0;
  }

  /** The number of a slot; 0 for a free one. */
  numberAt(slot: number): number {
    return this.words[slot + valueAt] ?? 0;
  }

  /** Puts an n-gram and its number into the free slot that `find` gave for it. */
  fill(slot: number, bytes: Uint8Array, from: number, to: number, value: number): void {
    this.words[slot + lowAt] = packed(bytes, from, Math.min(to, from + 4));
    this.words[slot + highAt] = packed(bytes, from + 4, to);
    this.words[slot + valueAt] = value;
  }

  clear(): void {
    this.words.fill(0);
  }

  private holds(slot: number, low: number, high: number): boolean {
    return this.words[slot + lowAt] === low && this.words[slot + highAt] === high;
  }
}

function packed(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = (value << 8) | (bytes[at] ?? 0);
  return value;
}

function hash(low: number, high: number): number {
  const mixed = Math.imul(low, 0x9e37_79b1) ^ Math.imul(high, 0x85eb_ca6b);
  return mixed ^ (mixed >>> 15);
}
