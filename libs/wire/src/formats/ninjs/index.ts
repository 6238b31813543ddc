import type { ReadResult } from '#contracts';
import { buildDispatch, readItem, refuse } from '../../dispatch/index.js';
import { wireLimits } from '../../limits.js';
import type { Reader, ReadContext } from '../../reader.js';
import { WireError } from '../../wire-error.js';
import { generationOf, sniffNinjs } from './dialect.js';
import { readNinjsItem } from './item.js';
import { isObject } from './json-record.js';

/** ninjs of all generations, one object or a list of them: https://iptc.org/std/ninjs/ */
export const ninjsReader: Reader = {
  formats: ['ninjs-1', 'ninjs-2', 'ninjs-3'],
  sniff: (head) => sniffNinjs(head),
  read: readNinjs,
};

function readNinjs(context: ReadContext): ReadResult[] {
  const parsed = parseJson(context.text);
  const items = Array.isArray(parsed) ? (parsed as unknown[]) : [parsed];
  if (items.length === 0) return [refuse('item_without_content', 'the list of items is empty', 'ninjs-1')];
  const results = items
    .slice(0, wireLimits.maxItems)
    .map((source) =>
      readItem(isObject(source) ? generationOf(source) : 'ninjs-1', () =>
        buildDispatch(readNinjsItem(source, context), context),
      ),
    );
  if (items.length <= wireLimits.maxItems) return results;
  const detail = `${items.length} items; at most ${wireLimits.maxItems} are read`;
  return [...results, refuse('too_many_items', detail, 'ninjs-1')];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) throw new WireError('json_malformed', error.message, { cause: error });
    throw error;
  }
}
