import type { FormatName, ReadResult } from '#contracts';
import type { Reader, ReadContext } from '../../reader.js';
import { isObject } from '../support/json-record.js';
import { parseJson } from '../support/parse-json.js';
import { readItems } from '../support/read-items.js';
import { generationOf, sniffNinjs } from './dialect.js';
import { readNinjsItem } from './item.js';

/** ninjs of all generations, one object or a list of them: https://iptc.org/std/ninjs/ */
export const ninjsReader: Reader = {
  formats: ['ninjs-1', 'ninjs-2', 'ninjs-3'],
  sniff: (head) => sniffNinjs(head),
  read: readNinjs,
};

function readNinjs(context: ReadContext): ReadResult[] {
  const parsed = parseJson(context.text);
  const items = Array.isArray(parsed) ? (parsed as unknown[]) : [parsed];
  return readItems(items, formatOf, (item) => readNinjsItem(item, context), context);
}

function formatOf(item: unknown): FormatName {
  return isObject(item) ? generationOf(item) : 'ninjs-1';
}
