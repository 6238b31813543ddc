import type { ReadResult } from '#contracts';
import { buildDispatch, readItem } from '../../dispatch/index.js';
import type { Reader, ReadContext } from '../../reader.js';
import { readXml, rootTagOf } from '../../xml/index.js';
import { mended, readXmlItems } from '../support/xml-items.js';
import { readDocument } from './document.js';
import { referredDocument } from './referred-document.js';

const format = 'nitf';

/** NITF 3.x, with or without its namespace, head or sections: https://iptc.org/std/NITF/ */
export const nitfReader: Reader = {
  formats: [format],
  sniff: (head) => (rootTagOf(head)?.local === 'nitf' ? 0.97 : 0),
  read: readNitfDocument,
};

function readNitfDocument(context: ReadContext): ReadResult[] {
  const document = readXml(context.text, { lenient: true });
  const warnings = mended(document);
  return document.roots.flatMap((root) => {
    const results = readXmlItems([root], format, (nitf) => readDocument(nitf, context), document, context);
    const referred = referredDocument(root);
    if (referred === undefined) return results;
    return [...results, readItem(format, () => buildDispatch({ ...referred, warnings }, context))];
  });
}
