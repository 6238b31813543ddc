import type { ReadResult, Warning } from '#contracts';
import { buildDispatch, readItem, refuse } from '../../dispatch/index.js';
import { wireLimits } from '../../limits.js';
import type { Reader, ReadContext } from '../../reader.js';
import { descendants, readXml, rootTagOf } from '../../xml/index.js';
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
  const { root, repaired, unclosed } = readXml(context.text, { lenient: true });
  const items = root.local === 'NewsItem' ? [root] : [];
  items.push(...descendants(root, 'NewsItem'));
  if (items.length === 0) return [refuse('not_a_dispatch', 'the document holds no NewsItem', format)];
  const envelope = envelopeOf(root);
  const warnings: Warning[] = repaired === undefined ? [] : [{ code: 'xml_repaired', detail: repaired }];
  const results = items
    .slice(0, wireLimits.maxItems)
    .map((item) =>
      unclosed.has(item)
        ? refuse('xml_malformed', 'the document ends inside this item', format)
        : readItem(format, () =>
            buildDispatch({ ...readNewsItem(item, envelope, context), warnings }, context),
          ),
    );
  if (items.length <= wireLimits.maxItems) return results;
  const detail = `${items.length} items; at most ${wireLimits.maxItems} are read`;
  return [...results, refuse('too_many_items', detail, format)];
}
