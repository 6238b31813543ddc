import { cleanHtml, cleanTree, looksLikeHtml, resolveBase } from '../../html/index.js';
import { squeezeBlanks } from '../../text/index.js';
import { attr, children, rawTextOf, textOf, type XmlElement } from '../../xml/index.js';
import type { EntryText } from './entry.js';

/** A longer title is no title. */
const maxLine = 10_000;

/** The content of an RSS element: markup as elements, markup escaped or in CDATA, or plain text. */
export function htmlText(
  element: XmlElement | undefined,
  baseUrl: string | undefined,
): EntryText | undefined {
  if (element === undefined) return undefined;
  const base = resolveBase(attr(element, 'xml:base'), baseUrl);
  if (children(element).length > 0) return nonEmpty(cleanTree(element, { baseUrl: base }));
  return nonEmpty(readString(rawTextOf(element), base));
}

/**
 * An Atom text construct of either version: `type` is `text`, `html`, `xhtml` or a media type, `mode` (Atom 0.3) is
 * `xml`, `escaped` or `base64`; contents of other media types are base64 in Atom 1.0.
 */
export function atomText(
  element: XmlElement | undefined,
  baseUrl: string | undefined,
): EntryText | undefined {
  if (element === undefined) return undefined;
  const base = resolveBase(attr(element, 'xml:base'), baseUrl);
  const type = (attr(element, 'type') ?? '').toLowerCase();
  const mode = (attr(element, 'mode') ?? '').toLowerCase();
  const text = rawTextOf(element);
  const hasElements = children(element).length > 0;
  // Some say `html` and wrap the escaped markup in an element.
  if (hasElements && !(type === 'html' && looksLikeHtml(text)))
    return nonEmpty(cleanTree(element, { baseUrl: base }));
  if (mode === 'base64' || (mode === '' && isBinary(type))) {
    const decoded = decodeBase64(text);
    return decoded === undefined ? undefined : nonEmpty(readString(decoded, base));
  }
  if (type === 'text' || (type === 'text/plain' && mode !== 'escaped')) return nonEmpty(plain(text));
  if (type.includes('html')) return nonEmpty(cleanHtml(text, { baseUrl: base }));
  return nonEmpty(mode === 'xml' ? plain(text) : readString(text, base));
}

/** One line out of a text. */
export function lineOf(text: EntryText | undefined): string | undefined {
  const line = text === undefined ? '' : squeezeBlanks(text.plain.slice(0, maxLine)).trim();
  return line === '' ? undefined : line;
}

/** Text of an element that holds no markup: ids, dates, names. */
export function valueOf(element: XmlElement | undefined): string | undefined {
  const text = textOf(element);
  return text === '' ? undefined : text;
}

function readString(text: string, base: string | undefined): EntryText {
  return looksLikeHtml(text) ? cleanHtml(text, { baseUrl: base }) : plain(text);
}

function plain(text: string): EntryText {
  return { plain: text.trim(), images: [] };
}

function nonEmpty(text: EntryText): EntryText | undefined {
  return text.plain === '' && text.images.length === 0
    ? undefined
    : { html: text.html, plain: text.plain, images: text.images };
}

function isBinary(type: string): boolean {
  return type.includes('/') && !type.startsWith('text/') && !/[/+]xml$|html/.test(type);
}

function decodeBase64(text: string): string | undefined {
  const compact = text.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return undefined;
  const bytes = Buffer.from(compact, 'base64');
  const decoded = bytes.toString('utf8');
  return decoded.includes('\uFFFD') ? undefined : decoded;
}
