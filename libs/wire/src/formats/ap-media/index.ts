import type { ReadResult } from '#contracts';
import type { Reader, ReadContext } from '../../reader.js';
import { WireError } from '../../wire-error.js';
import { isObject } from '../support/json-record.js';
import { parseJson } from '../support/parse-json.js';
import { readItems } from '../support/read-items.js';
import { readApItem } from './item.js';

/**
 * AP's Media API: the answer of a feed, a search or an item, an item on its own, or a list of items.
 * https://api.ap.org/media/v/docs/
 */
export const apMediaReader: Reader = {
  formats: ['ap-media'],
  sniff: sniffApMedia,
  read: readApMedia,
};

const envelope = /"api_version"\s*:/;
const answer = /"(?:api_mode|org_name|next_page|current_item_count|method)"\s*:|\/content/;
const ids = /"altids"\s*:\s*\{[^{}]{0,600}"(?:itemid|etag|friendlykey)"\s*:/;
const ninjs = /iptc\.org\/std\/ninjs/;

function sniffApMedia(head: string): number {
  if (!/^\s*[{[]/.test(head) || ninjs.test(head)) return 0;
  if (envelope.test(head) && answer.test(head)) return 0.96;
  return ids.test(head) ? 0.92 : 0;
}

function readApMedia(context: ReadContext): ReadResult[] {
  const document = parseJson(context.text);
  return readItems(itemsOf(document), 'ap-media', (item) => readApItem(item, context), context);
}

/** The items wherever the answer puts them: `data.items[].item`, `data.item`, `item`; else the document itself. */
function itemsOf(document: unknown): readonly unknown[] {
  if (Array.isArray(document)) return (document as unknown[]).map(unwrapped);
  if (!isObject(document)) return [document];
  if (isObject(document['error'])) {
    throw new WireError('not_a_dispatch', `the answer of the API is an error: ${errorOf(document['error'])}`);
  }
  const data = isObject(document['data']) ? document['data'] : document;
  if (Array.isArray(data['items'])) return (data['items'] as unknown[]).map(unwrapped);
  return [unwrapped(data)];
}

function unwrapped(member: unknown): unknown {
  return isObject(member) && isObject(member['item']) ? member['item'] : member;
}

function errorOf(error: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(error['message'] ?? error['code'] ?? null).slice(0, 200);
}
