import iconv from 'iconv-lite';

/** Labels under which senders write something else (WHATWG encoding standard). */
const meant: Readonly<Record<string, string>> = {
  'iso-8859-1': 'windows-1252',
  'iso8859-1': 'windows-1252',
  'iso_8859-1': 'windows-1252',
  iso88591: 'windows-1252',
  latin1: 'windows-1252',
  'latin-1': 'windows-1252',
  l1: 'windows-1252',
  ascii: 'windows-1252',
  'us-ascii': 'windows-1252',
  'ansi_x3.4-1968': 'windows-1252',
  cp1252: 'windows-1252',
  cp819: 'windows-1252',
  ansi: 'windows-1252',
  'x-cp1252': 'windows-1252',
  utf8: 'utf-8',
  'unicode-1-1-utf-8': 'utf-8',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  'iso-8859-9': 'windows-1254',
  'tis-620': 'windows-874',
  'ks_c_5601-1987': 'euc-kr',
  'x-sjis': 'shift_jis',
};

/** The one charset of feeds that iconv-lite lacks. */
const iso2022jp = 'iso-2022-jp';

/** The charset that a label means, by a name that can be decoded; undefined for unknown labels. */
export function charsetOf(label: string): string | undefined {
  const folded = label
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '');
  const name = Object.hasOwn(meant, folded) ? (meant[folded] ?? folded) : folded;
  if (name === 'utf-8' || name.startsWith('utf-16') || name.startsWith('utf-32')) return name;
  return iconv.encodingExists(name) || name === iso2022jp ? name : undefined;
}

/**
 * Decodes bytes of a known charset; bytes that mean nothing there become U+FFFD. Node's `TextDecoder` is asked only
 * for what iconv-lite lacks (ISO-2022-JP): for windows-1252 it answers Latin-1 on the Node versions we run on.
 */
export function decodeAs(bytes: Uint8Array, charset: string): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (charset === 'utf-8') return buffer.toString('utf8');
  if (iconv.encodingExists(charset)) return iconv.decode(buffer, charset, { stripBOM: true });
  return new TextDecoder(charset).decode(bytes);
}
