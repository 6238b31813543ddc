import { isAscii, isUtf8 } from 'node:buffer';
import { cleanControls } from './controls.js';
import { declaredInside, declaredOutside } from './declared.js';
import { guessCharset } from './guess-charset.js';
import { charsetOf, decodeAs } from './labels.js';

export interface DecodeOptions {
  /** Content type as declared by the sender; its `charset` parameter is heard after the document's own word. */
  readonly contentType?: string | undefined;
  /** What the provider writes when nothing else says. */
  readonly profileCharset?: string | undefined;
}

/** What decided. */
export type CharsetBasis =
  'bom' | 'pattern' | 'document' | 'header' | 'utf-8' | 'profile' | 'letters' | 'fallback';

/** Text out of bytes, and how sure we are of it. */
export interface DecodedText {
  readonly text: string;
  readonly name: string;
  readonly basis: CharsetBasis;
  /** Declarations and bytes disagree, bytes are broken, or the text looks encoded twice. Never repaired silently. */
  readonly suspect: boolean;
  readonly removedControls: number;
}

/** Opens the shift sequences of ISO-2022: such bytes are ASCII and yet are none. */
const escape = 0x1b;

interface Choice {
  readonly name: string;
  readonly basis: CharsetBasis;
  readonly suspect: boolean;
}

/**
 * Decodes bytes by evidence: byte order mark, the pattern of UTF-16, the document's declaration when the bytes decode
 * cleanly under it, the declared content type, valid UTF-8, the profile's charset, the letters of other scripts,
 * windows-1252. Valid UTF-8 with more than ASCII in it outweighs a single-byte declaration: such declarations lie far
 * more often than accents happen to form UTF-8.
 */
export function decodeBytes(bytes: Uint8Array, options: DecodeOptions = {}): DecodedText {
  const choice = choose(bytes, options);
  const decoded = cleanControls(withoutBom(decodeAs(bytes, choice.name)));
  return {
    text: decoded.text,
    name: choice.name,
    basis: choice.basis,
    suspect:
      choice.suspect || (choice.name === 'utf-8' && (decoded.mended > 0 || looksDoubleEncoded(decoded.text))),
    removedControls: decoded.removed,
  };
}

function withoutBom(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function choose(bytes: Uint8Array, { contentType, profileCharset }: DecodeOptions): Choice {
  const marked = byMark(bytes);
  if (marked !== undefined) return { name: marked, basis: 'bom', suspect: false };
  const pattern = byPattern(bytes);
  if (pattern !== undefined) return { name: pattern, basis: 'pattern', suspect: false };
  const valid = isUtf8(bytes);
  const ascii = valid && isAscii(bytes) && !bytes.includes(escape);
  const labels = [
    { basis: 'document', label: declaredInside(bytes) },
    { basis: 'header', label: declaredOutside(contentType) },
  ] as const;
  let disagreed = false;
  for (const { basis, label } of labels) {
    if (label === undefined) continue;
    const name = charsetOf(label);
    if (name !== undefined && fits(name, bytes, valid, ascii)) {
      return { name: ascii && name === 'windows-1252' ? 'utf-8' : name, basis, suspect: disagreed };
    }
    disagreed = true;
  }
  if (valid) return { name: 'utf-8', basis: 'utf-8', suspect: disagreed };
  if (mostlyUtf8(bytes)) return { name: 'utf-8', basis: 'utf-8', suspect: true };
  const own = profileCharset === undefined ? undefined : charsetOf(profileCharset);
  if (own !== undefined && own !== 'utf-8') return { name: own, basis: 'profile', suspect: disagreed };
  const guessed = guessCharset(bytes);
  if (guessed !== undefined) return { name: guessed, basis: 'letters', suspect: true };
  return { name: 'windows-1252', basis: 'fallback', suspect: true };
}

/** Whether the bytes may be of the declared charset. UTF-16 would have shown itself by its pattern. */
function fits(name: string, bytes: Uint8Array, validUtf8: boolean, ascii: boolean): boolean {
  if (name === 'utf-8') return validUtf8;
  if (name.startsWith('utf-')) return false;
  if (ascii) return true;
  return !validUtf8 && !decodeAs(bytes, name).includes('\uFFFD');
}

function byMark(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 && bytes.length > 4 ? 'utf-32le' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return a === 0 && b === 0 && c === 0xfe && d === 0xff ? 'utf-32be' : undefined;
}

/** UTF-16 without a mark: `<?`, `<n`, `{"` and other ASCII at the start with zeros between. */
function byPattern(bytes: Uint8Array): string | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  if (bytes.length < 4) return undefined;
  if (isText(a) && b === 0 && isText(c) && d === 0) return 'utf-16le';
  return a === 0 && isText(b) && c === 0 && isText(d) ? 'utf-16be' : undefined;
}

function isText(byte: number): boolean {
  return byte >= 0x09 && byte < 0x7f;
}

const validPerBroken = 8;

/** UTF-8 with a few broken bytes (a cut, a splice): the sound sequences outweigh them by far. */
function mostlyUtf8(bytes: Uint8Array): boolean {
  let sound = 0;
  let broken = 0;
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0;
    const length =
      byte < 0x80
        ? 1
        : byte >= 0xc2 && byte < 0xe0
          ? 2
          : byte >= 0xe0 && byte < 0xf0
            ? 3
            : byte >= 0xf0 && byte < 0xf5
              ? 4
              : 0;
    let whole = length > 0;
    for (let next = 1; next < length; next++) whole &&= ((bytes[at + next] ?? 0) & 0xc0) === 0x80;
    if (!whole) broken += 1;
    else if (length > 1) sound += 1;
    at += whole ? length : 1;
  }
  return sound >= broken * validPerBroken;
}

/** `Ã©`, `â€™`: UTF-8 that was once read as windows-1252 and encoded again. */
const doubleEncoded = /(?:[ÂÃ][\u00A0-\u00BF€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŸ]|â€[™œ“”˜¦])/g;

function looksDoubleEncoded(text: string): boolean {
  doubleEncoded.lastIndex = 0;
  return doubleEncoded.test(text.length > 20_000 ? text.slice(0, 20_000) : text);
}
