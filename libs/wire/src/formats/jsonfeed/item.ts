import type { NinjsAssociation } from '#contracts';
import { cleanHtml, plainLine, plainText, resolveBase, safeLink, safeMedia } from '../../html/index.js';
import { WireError } from '../../wire-error.js';
import { distinct } from '../rss/authors.js';
import type { EntryText, FeedEntry, FeedFacts } from '../rss/entry.js';
import { enclosures, kindOf, type Medium } from '../rss/media.js';
import { uriOf } from '../support/addresses.js';
import { asString, isObject, JsonRecord } from '../support/json-record.js';

const maxAttachments = 100;
const maxTags = 500;

/** What a JSON Feed says of all its items; its authors are those of items that name none. */
export interface JsonFeedFacts extends FeedFacts {
  readonly authors: readonly string[];
}

export function readFeedFacts(feed: JsonRecord): JsonFeedFacts {
  return {
    title: plainLine(feed.string('title') ?? '') || undefined,
    language: feed.string('language'),
    baseUrl: safeLink(feed.string('home_page_url')) ?? safeLink(feed.string('feed_url')),
    authors: authorsOf(feed),
  };
}

/**
 * An item of a JSON Feed. `content_html` is taken before `content_text`, `authors` (1.1) before `author` (1.0); ids
 * that are numbers stay what they are written as.
 *
 * @throws WireError `item_invalid`
 */
export function readJsonItem(source: unknown, feed: JsonFeedFacts): FeedEntry {
  if (!isObject(source)) throw new WireError('item_invalid', 'the item is no JSON object');
  const item = new JsonRecord(source);
  const link = safeLink(item.string('url'), feed.baseUrl);
  const external = safeLink(item.string('external_url'), feed.baseUrl);
  const base = resolveBase(link, feed.baseUrl);
  const summary = plainText(item.string('summary') ?? '') || undefined;
  const body = bodyOf(item, base) ?? (summary === undefined ? undefined : { plain: summary, images: [] });
  const authors = authorsOf(item);
  return {
    guid: item.string('id'),
    link: link ?? external,
    otherLinks: distinct([external]),
    title: plainLine(item.string('title') ?? '') || undefined,
    body,
    summaries: distinct([summary]).filter((text) => text !== body?.plain),
    published: item.string('date_published'),
    updated: item.string('date_modified'),
    authors: authors.length > 0 ? authors : feed.authors,
    categories: distinct(
      item
        .list('tags')
        .slice(0, maxTags)
        .map((tag) => plainLine(asString(tag) ?? '')),
    ).map((name) => ({ name })),
    keywords: [],
    media: mediaOf(item, base),
    status: item.record('_wiredesk')?.string('pub_status'),
    embargo: item.record('_wiredesk')?.stringOrEmpty('embargoed_until'),
    language: item.string('language') ?? feed.language,
  };
}

function bodyOf(item: JsonRecord, base: string | undefined): EntryText | undefined {
  const html = item.string('content_html');
  const cleaned = html === undefined ? undefined : cleanHtml(html, { baseUrl: base });
  if (cleaned !== undefined && (cleaned.plain !== '' || cleaned.images.length > 0)) return cleaned;
  const text = item.string('content_text')?.trim();
  return text === undefined ? undefined : { plain: text, images: [] };
}

function authorsOf(record: JsonRecord): string[] {
  const listed = record.list('authors');
  return distinct(
    (listed.length > 0 ? listed : record.list('author')).map((author) => {
      return plainLine(asString(author) ?? JsonRecord.of(author)?.string('name', 'url') ?? '');
    }),
  );
}

function mediaOf(item: JsonRecord, base: string | undefined): NinjsAssociation[] {
  const pictures = ['image', 'banner_image'].map((name): Medium | undefined => {
    const url = addressOf(item.string(name), base);
    return url === undefined ? undefined : { url, kind: 'picture' };
  });
  const attachments = item
    .list('attachments')
    .slice(0, maxAttachments)
    .map((member): Medium | undefined => {
      const record = JsonRecord.of(member);
      const url = addressOf(record?.string('url'), base);
      if (record === undefined || url === undefined) return undefined;
      const contentType = record.string('mime_type');
      return {
        url,
        kind: kindOf(contentType, undefined, url),
        contentType,
        size: record.integer('size_in_bytes'),
        duration: record.number('duration_in_seconds'),
        caption: plainLine(record.string('title') ?? '') || undefined,
      };
    });
  return enclosures([...pictures, ...attachments]);
}

function addressOf(raw: string | undefined, base: string | undefined): string | undefined {
  return uriOf(safeMedia(raw, base));
}
