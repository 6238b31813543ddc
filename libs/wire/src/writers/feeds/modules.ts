import type { NinjsItem } from '#contracts';
import { element, textElement, type Content, type Markup } from '../markup.js';
import { embargoField, statusField, type Writable } from '../writer.js';
import type { Medium } from '../../formats/rss/media.js';
import { mediaOf, mediumWord, textInHtmlField, type Category } from './entry.js';

/** Namespaces of the modules that both kinds of feeds borrow from. */
export const moduleNamespaces = {
  'xmlns:media': 'http://search.yahoo.com/mrss/',
  'xmlns:prism': 'http://prismstandard.org/namespaces/basic/2.0/',
} as const;

const states = { usable: 'active', withheld: 'blocked', canceled: 'deleted' } as const;

/** Whether and from when the item may be used: Media RSS and PRISM have words for what feeds have none for. */
export function availability(source: Writable): Content[] {
  const status = statusField(source);
  const embargo = embargoField(source);
  return [
    status === undefined ? undefined : element('media:status', { state: states[status] }),
    embargo === undefined ? undefined : element('prism:embargoDate', {}, embargo),
  ];
}

/** Media RSS contents: https://www.rssboard.org/media-rss */
export function media(item: NinjsItem): Markup[] {
  return mediaOf(item).map(mediaContent);
}

function mediaContent({
  url,
  kind,
  contentType,
  size,
  width,
  height,
  duration,
  caption,
  credit,
}: Medium): Markup {
  return element(
    'media:content',
    { url, medium: mediumWord(kind), type: contentType, fileSize: size, width, height, duration },
    caption === undefined ? undefined : textElement('media:description', textInHtmlField(caption)),
    textElement('media:credit', credit),
  );
}

/** A category of Media RSS, the one of RSS's vocabularies that keeps name, code and scheme apart. */
export function mediaCategory({ label, term, scheme }: Category): Markup {
  return element('media:category', { scheme, label }, term);
}
