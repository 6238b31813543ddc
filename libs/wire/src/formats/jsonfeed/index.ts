import type { ReadResult } from '#contracts';
import type { Reader, ReadContext } from '../../reader.js';
import { WireError } from '../../wire-error.js';
import { readEntries } from '../rss/read-entries.js';
import { isObject, JsonRecord } from '../support/json-record.js';
import { parseJson } from '../support/parse-json.js';
import { readFeedFacts, readJsonItem } from './item.js';

/** JSON Feed 1.0 and 1.1: https://www.jsonfeed.org/version/1.1/ */
export const jsonFeedReader: Reader = {
  formats: ['jsonfeed'],
  sniff: sniffJsonFeed,
  read: readJsonFeed,
};

/** Some writers escape every slash. */
const declared = /"version"\s*:\s*"https?:\\?\/\\?\/(?:www\.)?jsonfeed\.org\\?\//;
const addresses = /"(?:home_page_url|feed_url)"\s*:/;
const contents = /"(?:content_html|content_text|date_published)"\s*:/;

function sniffJsonFeed(head: string): number {
  if (!/^\s*\{/.test(head)) return 0;
  if (declared.test(head)) return 0.97;
  if (!/"items"\s*:\s*\[/.test(head)) return addresses.test(head) ? 0.6 : 0;
  if (addresses.test(head)) return 0.93;
  return contents.test(head) ? 0.85 : 0;
}

function readJsonFeed(context: ReadContext): ReadResult[] {
  const document = parseJson(context.text);
  if (!isObject(document)) throw new WireError('item_invalid', 'the feed is no JSON object');
  const record = new JsonRecord(document);
  const feed = readFeedFacts(record);
  return readEntries(
    { format: 'jsonfeed', feed, entries: record.list('items'), read: (item) => readJsonItem(item, feed) },
    context,
  );
}
