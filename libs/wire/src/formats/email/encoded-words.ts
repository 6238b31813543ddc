import { decodeBytes } from '../../charset/index.js';
import { squeeze } from '../../text/index.js';

const encoded = /=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([QqBb])\?([^?]{0,2000})\?=/g;
/** Blanks between two encoded words only part them. */
const between = /(\?=)[ \t\r\n]+(?==\?[^?\s]{1,60}\?[QqBb]\?)/g;

interface Piece {
  readonly charset: string | undefined;
  readonly parts: Buffer[];
}

/**
 * A header value as text: encoded words of RFC 2047 decoded, everything else as UTF-8 or whatever its bytes are. Words
 * of one charset that follow each other are decoded together: senders cut letters in two.
 */
export function decodeHeader(raw: string): string {
  const text = raw.replace(between, '$1');
  const pieces: Piece[] = [];
  const put = (charset: string | undefined, bytes: Buffer): void => {
    const last = pieces.at(-1);
    if (bytes.length === 0) return;
    if (last !== undefined && last.charset === charset) last.parts.push(bytes);
    else pieces.push({ charset, parts: [bytes] });
  };
  let at = 0;
  for (const match of text.matchAll(encoded)) {
    put(undefined, Buffer.from(text.slice(at, match.index), 'latin1'));
    const [whole, charset = '', encoding = '', content = ''] = match;
    put(
      charset.toLowerCase(),
      encoding.toLowerCase() === 'b' ? Buffer.from(content, 'base64') : unquoted(content),
    );
    at = match.index + whole.length;
  }
  put(undefined, Buffer.from(text.slice(at), 'latin1'));
  return squeeze(pieces.map(({ charset, parts }) => decodeText(Buffer.concat(parts), charset)).join(''));
}

/** Bytes as text under a declared charset; when the bytes say otherwise, they are believed. */
export function decodeText(bytes: Uint8Array, charset: string | undefined): string {
  return decodeBytes(bytes, charset === undefined ? {} : { contentType: `text/plain; charset=${charset}` })
    .text;
}

/** The `Q` encoding: `_` for a blank, `=E9` for a byte. */
function unquoted(text: string): Buffer {
  const bytes = text
    .replaceAll('_', ' ')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}
