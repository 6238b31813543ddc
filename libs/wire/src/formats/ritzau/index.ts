import type { ReadResult, Warning } from '#contracts';
import { buildDispatch, readItem, refuse } from '../../dispatch/index.js';
import { wireLimits } from '../../limits.js';
import type { Reader, ReadContext } from '../../reader.js';
import { descendants, readXml, rootTagOf } from '../../xml/index.js';
import { readNews } from './news.js';

const format = 'ritzau';
const element = 'RBNews';

/** Ritzau's own XML: one `RBNews`, or several in the answer of its queue. */
export const ritzauReader: Reader = {
  formats: [format],
  sniff: (head) => {
    const root = rootTagOf(head);
    if (root?.local === element) return 0.97;
    return root !== undefined && /^ArrayOf|^Queue|^RB/.test(root.local) && head.includes(`<${element}`)
      ? 0.9
      : 0;
  },
  read: readRitzau,
};

function readRitzau(context: ReadContext): ReadResult[] {
  const { root, repaired, unclosed } = readXml(context.text, { lenient: true });
  const items = root.local === element ? [root] : descendants(root, element);
  if (items.length === 0) return [refuse('not_a_dispatch', `the document holds no ${element}`, format)];
  const warnings: Warning[] = repaired === undefined ? [] : [{ code: 'xml_repaired', detail: repaired }];
  const results = items
    .slice(0, wireLimits.maxItems)
    .map((item) =>
      unclosed.has(item)
        ? refuse('xml_malformed', 'the document ends inside this item', format)
        : readItem(format, () => buildDispatch({ ...readNews(item, context), warnings }, context)),
    );
  if (items.length <= wireLimits.maxItems) return results;
  const detail = `${items.length} items; at most ${wireLimits.maxItems} are read`;
  return [...results, refuse('too_many_items', detail, format)];
}
