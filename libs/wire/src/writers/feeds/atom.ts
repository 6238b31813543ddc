import { bodyXhtml } from '../body.js';
import { element, textElement, xmlDocument, type Markup } from '../markup.js';
import type { FeedOptions, FeedWriter, Writable } from '../writer.js';
import { categoriesOf, datesOf, linkOf, sourceOf, summaryOf } from './entry.js';
import { availability, media, moduleNamespaces } from './modules.js';

/**
 * Atom 1.0 (RFC 4287) with the modules Media RSS and PRISM, texts as XHTML.
 *
 * Has no place for, or reads back otherwise, what RSS has none for; times are kept as they are.
 */
export const atomWriter: FeedWriter = {
  format: 'atom',
  contentType: 'application/atom+xml',
  extension: 'atom',
  write: (sources, feed) =>
    xmlDocument(
      element(
        'feed',
        { xmlns: 'http://www.w3.org/2005/Atom', ...moduleNamespaces, 'xml:lang': feed.language },
        element('id', {}, feed.id),
        element('title', { type: 'text' }, feed.title),
        feed.description === undefined ? undefined : element('subtitle', { type: 'text' }, feed.description),
        element('updated', {}, feed.updated),
        element('author', {}, element('name', {}, feed.title)),
        element('link', { rel: 'alternate', href: feed.link }),
        feed.self === undefined
          ? undefined
          : element('link', { rel: 'self', type: 'application/atom+xml', href: feed.self }),
        ...sources.map((source) => entry(source, feed)),
      ),
    ),
};

function entry(source: Writable, feed: FeedOptions): Markup {
  const { item } = source;
  const summary = summaryOf(item);
  const dates = datesOf(item, feed.updated);
  const link = linkOf(item);
  const taken = sourceOf(item);
  return element(
    'entry',
    { 'xml:lang': item.language },
    element('id', {}, item.uri),
    element('title', { type: 'text' }, item.headlines?.[0]?.value ?? ''),
    element('published', {}, dates.published),
    element('updated', {}, dates.updated),
    item.by === undefined ? undefined : element('author', {}, textElement('name', item.by)),
    link === undefined ? undefined : element('link', { rel: 'alternate', href: link }),
    ...categoriesOf(item).map(({ label, term, scheme }) => element('category', { term, scheme, label })),
    item.copyrightNotice === undefined
      ? undefined
      : element('rights', { type: 'text' }, item.copyrightNotice),
    taken === undefined ? undefined : element('source', {}, element('title', { type: 'text' }, taken)),
    summary === undefined ? undefined : element('summary', { type: 'text' }, summary),
    content(bodyXhtml(item)),
    ...media(item),
    ...availability(source),
  );
}

/** RFC 4287 wants a content or a page to look at; an item may have neither. */
function content(xhtml: string | undefined): Markup {
  return xhtml === undefined
    ? element('content', { type: 'text' }, '')
    : element(
        'content',
        { type: 'xhtml' },
        element('div', { xmlns: 'http://www.w3.org/1999/xhtml' }, { xml: xhtml }),
      );
}
