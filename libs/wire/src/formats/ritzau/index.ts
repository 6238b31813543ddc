import type { ReadResult } from '#contracts';
import { refuse } from '../../dispatch/index.js';
import type { Reader, ReadContext } from '../../reader.js';
import { descendants, readXml, rootTagOf } from '../../xml/index.js';
import { readXmlItems } from '../support/xml-items.js';
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
  const document = readXml(context.text, { lenient: true });
  const items = document.roots.flatMap((root) =>
    root.local === element ? [root] : descendants(root, element),
  );
  if (items.length === 0) return [refuse('not_a_dispatch', `the document holds no ${element}`, format)];
  return readXmlItems(items, format, (item) => readNews(item, context), document, context);
}
