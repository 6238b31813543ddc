import { cleanHtml } from './clean-html.js';

const markup = /<\/?[a-zA-Z][^<>]*>|&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);/;

/** What is longer was never meant as one field, or one line, of metadata. */
const maxText = 500_000;
const maxLine = 20_000;

/** Whether a string is HTML rather than text: it holds a tag or an entity. */
export function looksLikeHtml(text: string): boolean {
  return markup.test(text);
}

/** Text out of a field that may hold HTML: markup gone, entities decoded once, paragraphs parted by blank lines. */
export function plainText(text: string): string {
  const field = text.length > maxText ? text.slice(0, maxText) : text;
  return looksLikeHtml(field) ? cleanHtml(field).plain : field.trim();
}

/** As `plainText`, on one line: headlines, names, bylines. */
export function plainLine(text: string): string {
  const line = text.length > maxLine ? text.slice(0, maxLine) : text;
  return plainText(line)
    .replace(/[ \t\r\n\f]+/g, ' ')
    .trim();
}
