import type { ReadResult } from '#contracts';
import type { Reader, ReadContext } from '../../reader.js';
import { isObject } from '../support/json-record.js';
import { parseJson } from '../support/parse-json.js';
import { readItems } from '../support/read-items.js';
import { readEntry } from './entry.js';

/**
 * dpa's digitalwires JSON: one entry, a list of entries, or the answer of a wireQ queue that holds them in `entries`.
 */
export const dpaDigitalwiresReader: Reader = {
  formats: ['dpa-digitalwires'],
  sniff: sniffDigitalwires,
  read: readDigitalwires,
};

const declared = /"format"\s*:\s*"digitalwires@/;
const marks =
  /"(?:entry_id|version_created|article_html|infobox_html|linkbox_html|public_html|autopublishnotice|ednotes|rubric_names|_wireq_receipt)"\s*:/g;

function sniffDigitalwires(head: string): number {
  if (!/^\s*[{[]/.test(head)) return 0;
  if (declared.test(head)) return 0.97;
  return new Set(head.match(marks)).size >= 3 ? 0.92 : 0;
}

function readDigitalwires(context: ReadContext): ReadResult[] {
  return readItems(
    entriesOf(parseJson(context.text)),
    'dpa-digitalwires',
    (entry) => readEntry(entry, context),
    context,
  );
}

function entriesOf(document: unknown): readonly unknown[] {
  if (Array.isArray(document)) return document as unknown[];
  const queued = isObject(document) && !('urn' in document) ? document['entries'] : undefined;
  return Array.isArray(queued) ? (queued as unknown[]) : [document];
}
