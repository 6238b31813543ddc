import type { NinjsAssociation } from '#contracts';
import { cleanHtml, resolveBase, safeMedia } from '../../html/index.js';
import type { DispatchDraft } from '../../dispatch/index.js';
import { WireError } from '../../wire-error.js';
import { attr, children, rawTextOf, textOf, type XmlElement } from '../../xml/index.js';
import { uriOf } from '../support/addresses.js';
import { distinct } from './authors.js';
import type { EntryText, FeedEntry, FeedFacts } from './entry.js';
import { enclosures, kindOf } from './media.js';
import { readRssItem } from './rss-entry.js';
import { htmlText, lineOf, valueOf } from './texts.js';
import { Terms } from './vocabulary.js';
import { wordpressHtml } from './wordpress-content.js';

/** What an export says once for all posts: names of the authors by login, addresses of the attachments by post id. */
export interface WordpressSite {
  readonly authors: ReadonlyMap<string, string>;
  readonly attachments: ReadonlyMap<string, string>;
}

/** Items of an export that are the site's own machinery and no posts. */
const machinery =
  /^(?:nav_menu_item|revision|custom_css|customize_changeset|oembed_cache|user_request|wp_\w+|acf-.*|amp_\w+)$/;

export function readSite(channel: XmlElement | undefined): WordpressSite {
  const authors = new Map<string, string>();
  const attachments = new Map<string, string>();
  for (const element of children(channel)) {
    const terms = new Terms(element, channel);
    const login = valueOf(terms.first('wp:author_login'));
    if (element.local === 'author' && login !== undefined) {
      authors.set(login, valueOf(terms.first('wp:author_display_name')) ?? login);
    }
    const [id, url] = [valueOf(terms.first('wp:post_id')), valueOf(terms.first('wp:attachment_url'))];
    if (id !== undefined && url !== undefined && !attachments.has(id)) attachments.set(id, url);
  }
  return { authors, attachments };
}

/**
 * A post of a WordPress export (WXR 1.0–1.2): an RSS item whose text is not finished HTML and whose author is a login.
 *
 * @throws WireError `not_a_dispatch` for menus, revisions and the like
 */
export function readPost(item: XmlElement, feed: FeedFacts, site: WordpressSite): FeedEntry {
  const terms = new Terms(item);
  const type = valueOf(terms.first('wp:post_type')) ?? 'post';
  if (machinery.test(type)) throw new WireError('not_a_dispatch', `the item is of the type ${type}`);
  const entry = readRssItem(item, feed);
  const base = resolveBase(attr(item, 'xml:base'), feed.baseUrl);
  const content = bodyOf(terms, base);
  const excerpt = lineOf(htmlText(terms.first('excerpt:encoded'), base));
  const tags = terms.all('category').filter((element) => attr(element, 'domain') === 'post_tag');
  return {
    ...entry,
    body: content ?? entry.body,
    summaries: distinct([excerpt, ...(content === undefined ? [] : entry.summaries)]),
    published: publishedOf(terms, entry),
    updated: gmtOf(terms, 'wp:post_modified_gmt'),
    authors: distinct(entry.authors.map((login) => site.authors.get(login) ?? login)),
    categories: terms
      .all('category')
      .filter((element) => !tags.includes(element))
      .flatMap((element) => {
        const name = textOf(element);
        return name === '' ? [] : [{ name, code: attr(element, 'nicename') ?? name }];
      }),
    keywords: distinct([...entry.keywords, ...tags.map((tag) => textOf(tag))]),
    media: [...entry.media, ...mediaOf(terms, site)],
  };
}

/** What only WordPress says of a post: its status, and that it is to appear later. */
export function finishPost(draft: DispatchDraft, item: XmlElement): DispatchDraft {
  const terms = new Terms(item);
  const status = valueOf(terms.first('wp:status'))?.toLowerCase();
  const isSecret = valueOf(terms.first('wp:post_password')) !== undefined;
  const [attachment] = draft.item.associations?.filter(({ rel }) => rel === 'attachment') ?? [];
  return {
    ...draft,
    item: {
      ...draft.item,
      type: attachment?.type ?? draft.item.type,
      ...(attachment?.renditions === undefined ? {} : { renditions: attachment.renditions }),
    },
    pubStatusRaw: isSecret ? 'withheld' : (statuses.get(status ?? 'publish') ?? status),
    embargoRaw: status === 'future' ? (gmtOf(terms, 'wp:post_date_gmt') ?? '') : undefined,
  };
}

/** https://wordpress.org/documentation/article/post-status/ */
const statuses: ReadonlyMap<string, string> = new Map([
  ['publish', 'usable'],
  ['inherit', 'usable'],
  ['future', 'usable'],
  ['draft', 'withheld'],
  ['auto-draft', 'withheld'],
  ['pending', 'withheld'],
  ['private', 'withheld'],
  ['trash', 'canceled'],
]);

function bodyOf(terms: Terms, base: string | undefined): EntryText | undefined {
  const content = rawTextOf(terms.first('content:encoded'));
  const { html, plain, images } = cleanHtml(wordpressHtml(content), { baseUrl: base });
  return plain === '' && images.length === 0 ? undefined : { html, plain, images };
}

/** Posts that never appeared bear a date before the year 1. */
function publishedOf(terms: Terms, { published }: FeedEntry): string | undefined {
  const isReal = published !== undefined && !published.includes('-0001');
  return isReal ? published : gmtOf(terms, 'wp:post_date_gmt', 'wp:post_date');
}

/** `2024-05-14 09:30:00`, which is GMT, as an instant. */
function gmtOf(terms: Terms, ...names: string[]): string | undefined {
  const value = valueOf(terms.first(...names));
  return value === undefined || value.startsWith('0000') ? undefined : `${value.replace(' ', 'T')}Z`;
}

/** The file of an attachment, and the picture that a post names as its own by the id of an attachment. */
function mediaOf(terms: Terms, site: WordpressSite): NinjsAssociation[] {
  const thumbnail = terms.all('wp:postmeta').flatMap((meta) => {
    const pair = new Terms(meta, terms.element);
    const isThumbnail = valueOf(pair.first('wp:meta_key')) === '_thumbnail_id';
    return (isThumbnail ? site.attachments.get(valueOf(pair.first('wp:meta_value')) ?? '') : undefined) ?? [];
  });
  return [
    ...mediumOf(valueOf(terms.first('wp:attachment_url')), 'attachment'),
    ...mediumOf(thumbnail[0], 'featured'),
  ];
}

function mediumOf(url: string | undefined, rel: string): NinjsAssociation[] {
  const address = url === undefined ? undefined : uriOf(safeMedia(url));
  if (address === undefined) return [];
  const media = enclosures([{ url: address, kind: kindOf(undefined, undefined, address) }]);
  return media.map((medium) => ({ ...medium, name: rel, rel }));
}
