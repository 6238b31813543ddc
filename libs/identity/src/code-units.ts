let units = new Uint16Array(16_384);
let bytes = Buffer.from(units.buffer);

/**
 * The code units of a text as an array, which loops read several times as fast as the string itself. The next call
 * writes over it: use it up at once.
 */
export function codeUnitsOf(text: string): Uint16Array {
  if (units.length < text.length) {
    units = new Uint16Array(text.length * 2);
    bytes = Buffer.from(units.buffer);
  }
  bytes.write(text, 0, 'utf16le');
  return units.subarray(0, text.length);
}
