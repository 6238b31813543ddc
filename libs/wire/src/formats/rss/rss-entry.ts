import { resolveBase, safeLink } from '../../html/index.js';
import { attr, child, rawTextOf, textOf, type XmlElement } from '../../xml/index.js';
import { uriOf } from '../support/addresses.js';
import { availabilityOf } from './availability.js';
import { authorName, distinct } from './authors.js';
import type { EntryText, FeedEntry, FeedFacts } from './entry.js';
import { mediaOf } from './media.js';
import { atomText, htmlText, lineOf, valueOf } from './texts.js';
import { Terms } from './vocabulary.js';

/** An `item` of RSS 0.9x, 1.0 (RDF) or 2.0, with the modules that feeds use. */
export function readRssItem(item: XmlElement, feed: FeedFacts): FeedEntry {
  const terms = new Terms(item);
  const base = resolveBase(attr(item, 'xml:base'), feed.baseUrl);
  const groups = new Terms(terms.first('media:group') ?? item, item);
  const text = (...names: string[]): EntryText | undefined => htmlText(terms.first(...names), base);
  const title =
    text('title') ??
    text('dc:title', 'media:title', 'itunes:title') ??
    htmlText(groups.first('media:title'), base);
  const full =
    text('content:encoded') ??
    text('xhtml:body', 'body', 'fullitem') ??
    atomText(terms.first('atom:content'), base) ??
    atomText(terms.first('content'), base);
  const short = distinctTexts([
    text('description'),
    text('dc:description'),
    text('summary', 'abstract', 'itunes:summary'),
    atomText(terms.first('atom:summary'), base),
    htmlText(groups.first('media:description'), base),
  ]);
  const body = full ?? short[0];
  const guid = terms.first('guid', 'atom:id', 'id', 'dc:identifier');
  const link = linkOf(terms, base);
  return {
    guid: valueOf(guid) ?? attr(item, 'rdf:about'),
    link: link ?? permalink(guid) ?? safeLink(attr(item, 'rdf:about')),
    otherLinks: distinct([
      safeLink(valueOf(terms.first('feedburner:origlink')), base),
      safeLink(attr(item, 'rdf:about'), base),
    ]),
    title: lineOf(title),
    body,
    summaries: short
      .filter((summary) => summary !== body && summary.plain !== body?.plain)
      .map(({ plain }) => plain),
    published: valueOf(
      terms.first(
        'pubdate',
        'dc:date',
        'dcterms:issued',
        'dcterms:created',
        'atom:published',
        'date',
        'published',
      ),
    ),
    updated: valueOf(terms.first('dcterms:modified', 'atom:updated', 'updated', 'lastbuilddate')),
    authors: authorsOf(terms),
    categories: [
      ...categoriesOf(terms),
      ...(groups.element === item ? [] : groups.all('media:category').flatMap(mediaCategory)),
    ],
    keywords: distinct(
      terms
        .all('itunes:keywords', 'media:keywords', 'keywords')
        .flatMap((element) => textOf(element).split(',')),
    ),
    media: mediaOf(terms, base),
    language: attr(item, 'xml:lang') ?? valueOf(terms.first('dc:language', 'language')) ?? feed.language,
    rights: lineOf(text('dc:rights', 'media:copyright', 'copyright')) ?? feed.rights,
    source: valueOf(terms.first('source', 'dc:source', 'dc:publisher')),
    ...availabilityOf(terms),
  };
}

/** Facts of a `channel`, the language of the element around it included. */
export function readChannel(channel: XmlElement | undefined, root: XmlElement): FeedFacts {
  const base = resolveBase(attr(channel, 'xml:base'), resolveBase(attr(root, 'xml:base')));
  if (channel === undefined) return { baseUrl: base, language: attr(root, 'xml:lang') };
  const terms = new Terms(channel);
  return {
    title: lineOf(htmlText(terms.first('title', 'dc:title'), base)),
    language:
      valueOf(terms.first('language', 'dc:language')) ?? attr(channel, 'xml:lang') ?? attr(root, 'xml:lang'),
    rights: lineOf(htmlText(terms.first('copyright', 'dc:rights', 'media:copyright'), base)),
    baseUrl: base ?? safeLink(valueOf(terms.first('link'))),
  };
}

function linkOf(terms: Terms, base: string | undefined): string | undefined {
  const own = terms.all('link').map((element) => safeLink(rawTextOf(element) || attr(element, 'href'), base));
  const atom = terms
    .all('atom:link', 'link')
    .filter((element) => ['alternate', undefined].includes(attr(element, 'rel')))
    .map((element) => safeLink(attr(element, 'href'), base));
  return [...own, ...atom].find((link) => link !== undefined);
}

/** A guid is an address unless it says that it is none. */
function permalink(guid: XmlElement | undefined): string | undefined {
  if (guid === undefined || attr(guid, 'isPermaLink')?.toLowerCase() === 'false') return undefined;
  return safeLink(textOf(guid));
}

function authorsOf(terms: Terms): string[] {
  const named = terms.all('author', 'atom:author', 'itunes:author').map((element) => {
    const name = textOf(child(element, 'name')) || textOf(child(element, 'email'));
    return authorName(name || textOf(element));
  });
  return distinct([
    ...terms.all('dc:creator', 'dc:author').map((element) => authorName(textOf(element))),
    ...named,
  ]);
}

function categoriesOf(terms: Terms): FeedEntry['categories'] {
  const own = terms.all('category', 'dc:subject').map((element) => ({
    name: lineOf(htmlText(element, undefined)) ?? '',
    scheme: uriOf(attr(element, 'domain')),
  }));
  const atom = terms.all('atom:category').map((element) => {
    const term = attr(element, 'term') ?? textOf(element);
    return { name: attr(element, 'label') ?? term, code: term, scheme: uriOf(attr(element, 'scheme')) };
  });
  const itunes = terms
    .all('itunes:category')
    .map((element) => ({ name: attr(element, 'text') ?? textOf(element) }));
  return [...own, ...atom, ...itunes, ...terms.all('media:category').flatMap(mediaCategory)].filter(
    ({ name }) => name !== '',
  );
}

function mediaCategory(element: XmlElement): FeedEntry['categories'] {
  const code = textOf(element);
  const name = attr(element, 'label') ?? code;
  return name === '' ? [] : [{ name, code, scheme: uriOf(attr(element, 'scheme')) }];
}

/** Each wording once: feeds repeat the summary under other names. */
function distinctTexts(texts: readonly (EntryText | undefined)[]): EntryText[] {
  const found = texts.filter((text) => text !== undefined);
  if (found.length < 2) return found;
  const seen = new Set<string>();
  return found.filter(({ plain }) => {
    const wording = plain.replace(/\s+/g, ' ');
    if (seen.has(wording)) return false;
    seen.add(wording);
    return true;
  });
}
