import { cleanControls } from '../charset/index.js';
import { paragraphs, textToHtml } from '../text/index.js';
import { cleanHtml } from './clean-html.js';

/**
 * HTML as XHTML of the allow-list: balanced, elements without content closed, without characters that XML forbids.
 * Text and attributes hold no bare `<`, so that what looks like an element is one.
 */
export function xhtml(html: string): string {
  return cleanControls(cleanHtml(html).html).text.replaceAll('<br>', '<br/>');
}

/** Plain text as XHTML, paragraphs parted by blank lines. */
export function xhtmlOfText(text: string): string {
  return textToHtml(paragraphs(cleanControls(text).text));
}
