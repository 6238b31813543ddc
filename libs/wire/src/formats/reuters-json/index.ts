import type { ReadResult } from '#contracts';
import type { Reader, ReadContext } from '../../reader.js';
import { WireError } from '../../wire-error.js';
import { isObject } from '../support/json-record.js';
import { parseJson } from '../support/parse-json.js';
import { readItems } from '../support/read-items.js';
import { readReutersItem } from './item.js';

/** Items of the GraphQL interface of Reuters Connect: answers to a search or for an item, items alone or in a list. */
export const reutersJsonReader: Reader = {
  formats: ['reuters-json'],
  sniff: sniffReuters,
  read: readReuters,
};

const marks =
  /"(?:versionedGuid|bodyXhtml|bodyXhtmlRich|headLine|byLine|usn|contentTimestamp|sortTimestamp|productLabel|subjectLocation)"\s*:/g;
const id = /"tag:reuters\.com,\d{4}:newsml_/;

function sniffReuters(head: string): number {
  if (!/^\s*[{[]/.test(head)) return 0;
  const count = new Set(head.match(marks)).size;
  if (count >= 3) return 0.95;
  return count > 0 && id.test(head) ? 0.93 : 0;
}

function readReuters(context: ReadContext): ReadResult[] {
  const items = itemsOf(parseJson(context.text));
  return readItems(items, 'reuters-json', (item) => readReutersItem(item, context), context);
}

const queries = ['search', 'item', 'items', 'itemRevisions'];

/** The items under `data`, whichever query they answer; else the document itself. */
function itemsOf(document: unknown): readonly unknown[] {
  if (Array.isArray(document)) return document as unknown[];
  if (!isObject(document)) return [document];
  const { data, errors } = document;
  if (!isObject(data)) {
    if (Array.isArray(errors))
      throw new WireError('not_a_dispatch', `the answer is an error: ${errorOf(errors)}`);
    return [document];
  }
  return queries.flatMap((query) => membersOf(data[query]));
}

function membersOf(answer: unknown): unknown[] {
  if (answer === undefined || answer === null) return [];
  if (Array.isArray(answer)) return answer as unknown[];
  return isObject(answer) && Array.isArray(answer['items']) ? (answer['items'] as unknown[]) : [answer];
}

function errorOf(errors: readonly unknown[]): string {
  const [first] = errors;
  return (isObject(first) ? JSON.stringify(first['message'] ?? null) : 'unknown').slice(0, 200);
}
