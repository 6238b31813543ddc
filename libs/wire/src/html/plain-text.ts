import { squeezeBlanks } from '../text/index.js';
import { cleanHtml } from './clean-html.js';

const names =
  'a|abbr|acronym|address|article|aside|audio|b|big|blockquote|body|br|button|caption|center|cite|code|col|dd|del|' +
  'div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|' +
  'kbd|li|link|main|mark|meta|nav|object|ol|p|param|picture|pre|q|s|samp|script|section|small|source|span|strike|' +
  'strong|style|sub|sup|svg|table|tbody|td|tfoot|th|thead|time|title|tr|tt|u|ul|video|wbr';
const markup = new RegExp(
  `<\\/?(?:${names})(?=[\\s/>])[^<>]*>|&(?:#\\d+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);`,
  'i',
);

/** What is longer was never meant as one field, or one line, of metadata. */
const maxText = 500_000;
const maxLine = 20_000;

/** Whether a string is HTML rather than text: it holds a tag of HTML or an entity. */
export function looksLikeHtml(text: string): boolean {
  return (text.includes('<') || text.includes('&')) && markup.test(text);
}

/** Text out of a field that may hold HTML: markup gone, entities decoded once, paragraphs parted by blank lines. */
export function plainText(text: string): string {
  const field = text.length > maxText ? text.slice(0, maxText) : text;
  return looksLikeHtml(field) ? cleanHtml(field).plain : field.trim();
}

/** As `plainText`, on one line: headlines, names, bylines. */
export function plainLine(text: string): string {
  const line = text.length > maxLine ? text.slice(0, maxLine) : text;
  return squeezeBlanks(plainText(line)).trim();
}
