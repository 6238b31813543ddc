import { resolveBase, safeLink } from '../../html/index.js';
import { attr, child, children, textOf, type XmlElement } from '../../xml/index.js';
import { uriOf } from '../support/addresses.js';
import { availabilityOf } from './availability.js';
import { authorName, distinct } from './authors.js';
import type { FeedEntry, FeedFacts } from './entry.js';
import { mediaOf } from './media.js';
import { atomText, htmlText, lineOf, valueOf } from './texts.js';
import { Terms } from './vocabulary.js';

/** An `entry` of Atom 0.3 or 1.0 (RFC 4287). */
export function readAtomEntry(entry: XmlElement, feed: FeedFacts): FeedEntry {
  const terms = new Terms(entry);
  const base = resolveBase(attr(entry, 'xml:base'), feed.baseUrl);
  const groups = new Terms(terms.first('media:group') ?? entry, entry);
  const title =
    atomText(terms.first('title'), base) ??
    htmlText(terms.first('dc:title', 'media:title'), base) ??
    htmlText(groups.first('media:title'), base);
  const contents = terms.all('content').flatMap((element) => atomText(element, base) ?? []);
  const summary = atomText(terms.first('summary'), base);
  const description = htmlText(groups.first('media:description'), base);
  const body = contents[0] ?? summary ?? description;
  const links = terms.all('link').map((element) => ({
    rel: attr(element, 'rel') ?? 'alternate',
    href: safeLink(attr(element, 'href') ?? textOf(element), resolveBase(attr(element, 'xml:base'), base)),
  }));
  const link = (rel: string): string | undefined =>
    links.find((candidate) => candidate.rel === rel && candidate.href !== undefined)?.href;
  const source = terms.first('source');
  const authors = authorsOf(entry);
  return {
    guid: valueOf(terms.first('id')),
    link: link('alternate') ?? safeLink(attr(terms.all('content')[0], 'src'), base) ?? link('self'),
    otherLinks: distinct([
      ...links.filter(({ rel }) => rel !== 'enclosure').map(({ href }) => href),
      ...terms.all('content').map((element) => safeLink(attr(element, 'src'), base)),
    ]),
    title: lineOf(title),
    body,
    summaries: distinct([summary, description].filter((text) => text !== body).map((text) => text?.plain)),
    published: valueOf(terms.first('published', 'issued', 'created', 'dc:date', 'dcterms:issued')),
    updated: valueOf(terms.first('updated', 'modified', 'dcterms:modified')),
    authors: authors.length > 0 ? authors : authorsOf(source),
    categories: terms.all('category', 'dc:subject', 'media:category').flatMap(category),
    keywords: distinct(groups.all('media:keywords').flatMap((element) => textOf(element).split(','))),
    media: mediaOf(terms, base),
    language: attr(entry, 'xml:lang') ?? attr(terms.all('content')[0], 'xml:lang') ?? feed.language,
    rights: lineOf(atomText(terms.first('rights', 'copyright'), base)) ?? feed.rights,
    source: lineOf(atomText(child(source, 'title'), base)),
    ...availabilityOf(terms),
  };
}

/** Facts of the `feed` around the entries. */
export function readAtomFeed(feed: XmlElement): FeedFacts & { readonly authors: string[] } {
  const terms = new Terms(feed);
  const base = resolveBase(attr(feed, 'xml:base'));
  const links = terms
    .all('link')
    .map((element) => ({ rel: attr(element, 'rel'), href: safeLink(attr(element, 'href'), base) }));
  const self = links.find(({ rel }) => rel === 'self')?.href;
  const page = links.find(({ rel }) => rel === undefined || rel === 'alternate')?.href;
  return {
    title: lineOf(atomText(terms.first('title'), base)),
    language: attr(feed, 'xml:lang') ?? valueOf(terms.first('dc:language')),
    rights: lineOf(atomText(terms.first('rights', 'copyright'), base)),
    baseUrl: base ?? self ?? page,
    authors: authorsOf(feed),
  };
}

function authorsOf(parent: XmlElement | undefined): string[] {
  const people = [...children(parent, 'author'), ...children(parent, 'creator')];
  return distinct(
    people.map((person) =>
      authorName(textOf(child(person, 'name')) || textOf(child(person, 'email')) || ownText(person)),
    ),
  );
}

function ownText(element: XmlElement): string {
  return children(element).length === 0 ? textOf(element) : '';
}

function category(element: XmlElement): FeedEntry['categories'] {
  const code = attr(element, 'term') ?? textOf(element);
  const name = attr(element, 'label') ?? code;
  return name === '' ? [] : [{ name, code, scheme: uriOf(attr(element, 'scheme')) }];
}
