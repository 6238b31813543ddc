import type { ReadResult } from '#contracts';
import { refuse } from '../../dispatch/index.js';
import type { Reader, ReadContext } from '../../reader.js';
import { descendants, readXml, rootTagOf } from '../../xml/index.js';
import { readXmlItems } from '../support/xml-items.js';
import { envelopeOf } from './management.js';
import { readNewsItem } from './news-item.js';

const format = 'newsml-1';

/** NewsML 1.0–1.2, with or without its version: https://iptc.org/std/NewsML/1.2/ */
export const newsml1Reader: Reader = {
  formats: [format],
  sniff: (head) => {
    const root = rootTagOf(head);
    if (root?.local === 'NewsML') return 0.97;
    return root?.local === 'NewsItem' && /<(?:\w+:)?Identification\b/.test(head) ? 0.9 : 0;
  },
  read: readNewsml1,
};

/** Items inside of other items follow those that hold them. */
function readNewsml1(context: ReadContext): ReadResult[] {
  const document = readXml(context.text, { lenient: true });
  const found = document.roots.flatMap((root) => {
    const envelope = envelopeOf(root);
    const own = root.local === 'NewsItem' ? [root] : [];
    return [...own, ...descendants(root, 'NewsItem')].map((item) => [item, envelope] as const);
  });
  if (found.length === 0) return [refuse('not_a_dispatch', 'the document holds no NewsItem', format)];
  const envelopes = new Map(found);
  return readXmlItems(
    [...envelopes.keys()],
    format,
    (item) => readNewsItem(item, envelopes.get(item) ?? envelopeOf(document.root), context),
    document,
    context,
  );
}
