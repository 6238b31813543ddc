import { bodyXhtml } from '../body.js';
import { element, textElement, xmlDocument, type Markup } from '../markup.js';
import type { FeedOptions, FeedWriter, Writable } from '../writer.js';
import { categoriesOf, datesOf, linkOf, sourceOf, summaryOf, textInHtmlField } from './entry.js';
import { availability, media, mediaCategory, moduleNamespaces } from './modules.js';

/**
 * RSS 2.0 with the modules content, Dublin Core, Media RSS and PRISM: https://www.rssboard.org/rss-specification
 *
 * Has no place for, or reads back otherwise: `type`, `version`, `urgency`, `edNote`, `usageTerms`, `copyrightHolder`,
 * `slugline`, `located`, `genres`, `title`, dates but the first and the last; headlines and bodies but the main one;
 * descriptions but the summary, which stands for the text where there is none; alternative ids but the link;
 * information sources but the source, which the title of the feed joins. A subject is its name, its code and its scheme:
 * the code is the end of its URI; those that have no code come first. Media come back as enclosures by their address, with size, first caption and credit.
 * Of the dispatch, only embargo and status are kept.
 */
export const rssWriter: FeedWriter = {
  format: 'rss',
  contentType: 'application/rss+xml',
  extension: 'rss',
  write: (sources, feed) =>
    xmlDocument(
      element(
        'rss',
        {
          version: '2.0',
          'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
          'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
          'xmlns:dcterms': 'http://purl.org/dc/terms/',
          'xmlns:atom': 'http://www.w3.org/2005/Atom',
          ...moduleNamespaces,
        },
        element(
          'channel',
          {},
          element('title', {}, textInHtmlField(feed.title)),
          element('link', {}, feed.link),
          element('description', {}, textInHtmlField(feed.description ?? feed.title)),
          textElement('language', feed.language),
          element('lastBuildDate', {}, rfc822(feed.updated)),
          feed.self === undefined
            ? undefined
            : element('atom:link', { rel: 'self', type: 'application/rss+xml', href: feed.self }),
          ...sources.map((source) => rssItem(source, feed)),
        ),
      ),
    ),
};

function rssItem(source: Writable, feed: FeedOptions): Markup {
  const { item } = source;
  const html = bodyXhtml(item);
  const summary = summaryOf(item);
  const title = item.headlines?.[0]?.value;
  const dates = datesOf(item, feed.updated);
  return element(
    'item',
    {},
    title === undefined ? undefined : textElement('title', textInHtmlField(title)),
    textElement('link', linkOf(item)),
    element('guid', { isPermaLink: 'false' }, item.uri),
    element('pubDate', {}, rfc822(dates.published)),
    element('dcterms:modified', {}, dates.updated),
    textElement('dc:creator', item.by),
    textElement('dc:language', item.language),
    textElement('dc:source', sourceOf(item)),
    item.copyrightNotice === undefined
      ? undefined
      : textElement('dc:rights', textInHtmlField(item.copyrightNotice)),
    ...categoriesOf(item).map((category) =>
      category.scheme === undefined && category.label === category.term
        ? textElement('category', textInHtmlField(category.term))
        : mediaCategory(category),
    ),
    summary === undefined ? undefined : textElement('description', textInHtmlField(summary)),
    textElement('content:encoded', html),
    ...media(item),
    ...availability(source),
  );
}

/** `Tue, 14 May 2024 09:00:00 GMT`; a text that is no date stays what it is. */
function rfc822(instant: string): string {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? instant : date.toUTCString();
}
