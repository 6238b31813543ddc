import { bodyXhtml } from '../body.js';
import { jsonDocument } from '../json.js';
import { embargoField, statusField, type FeedOptions, type FeedWriter, type Writable } from '../writer.js';
import type { Medium } from '../../formats/rss/media.js';
import { datesOf, linkOf, mediaOf, mediumWord, summaryOf } from './entry.js';

/**
 * JSON Feed 1.1: https://www.jsonfeed.org/version/1.1/
 *
 * Status and embargo stand in an extension of ours, `_wiredesk`, as `pub_status` and `embargoed_until` (`''` when
 * nobody knows until when). Has no place for, or reads back otherwise, what RSS has none for, and neither for
 * `copyrightNotice`, any information source, codes of subjects, and of media anything but address, type, size, duration
 * and caption.
 */
export const jsonFeedWriter: FeedWriter = {
  format: 'jsonfeed',
  contentType: 'application/feed+json',
  extension: 'json',
  write: (sources, feed) =>
    jsonDocument(
      {
        version: 'https://jsonfeed.org/version/1.1',
        title: feed.title,
        home_page_url: feed.link,
        feed_url: feed.self,
        description: feed.description,
        language: feed.language,
        items: sources.map((source) => jsonItem(source, feed)),
      },
      ['items'],
    ),
};

function jsonItem(source: Writable, feed: FeedOptions): Record<string, unknown> {
  const { item } = source;
  const dates = datesOf(item, feed.updated);
  const html = bodyXhtml(item);
  const summary = summaryOf(item);
  return {
    id: item.uri,
    url: linkOf(item),
    title: item.headlines?.[0]?.value,
    content_html: html,
    // An item must have one of the two contents.
    content_text: html === undefined ? (summary ?? '') : undefined,
    summary,
    date_published: dates.published,
    date_modified: dates.updated,
    authors: item.by === undefined ? undefined : [{ name: item.by }],
    tags: item.subjects?.flatMap(({ name, literal }) => name ?? literal ?? []),
    language: item.language,
    attachments: mediaOf(item).map(({ url, contentType, kind, size, duration, caption }) => ({
      url,
      mime_type: contentType ?? mimeOf(kind),
      title: caption,
      size_in_bytes: size,
      duration_in_seconds: duration,
    })),
    _wiredesk: availability(source),
  };
}

/** A type is demanded; without a known one the kind is kept. */
function mimeOf(kind: Medium['kind']): string {
  const word = mediumWord(kind);
  return word === undefined ? 'application/octet-stream' : `${word}/*`;
}

function availability(source: Writable): Record<string, string> | undefined {
  const [status, embargo] = [statusField(source), embargoField(source)];
  if (status === undefined && embargo === undefined) return undefined;
  return {
    ...(status === undefined ? {} : { pub_status: status }),
    ...(embargo === undefined ? {} : { embargoed_until: embargo }),
  };
}
