import type { ReadResult, Warning } from '#contracts';
import { buildDispatch, readItem, refuse } from '../../dispatch/index.js';
import { wireLimits } from '../../limits.js';
import type { Reader, ReadContext } from '../../reader.js';
import { children, readXml, rootTagOf, textOf, type XmlDocument, type XmlElement } from '../../xml/index.js';
import { readNewsItem, type MessageHeader } from './news-item.js';

const format = 'newsml-g2';
const dispatchItems = new Set(['newsItem', 'packageItem']);
const otherItems = new Set([
  'conceptItem',
  'knowledgeItem',
  'planningItem',
  'catalogItem',
  'catalog',
  'conceptSet',
]);
const roots = new Set([
  'newsMessage',
  'newsItem',
  'packageItem',
  'conceptItem',
  'knowledgeItem',
  'planningItem',
  'catalogItem',
]);
const namespace = /iptc\.org\/std\/(?:nar|NAR|newsml-g2)/i;

/** NewsML-G2 2.x: newsMessage, newsItem, packageItem: https://iptc.org/std/NewsML-G2/ */
export const newsmlG2Reader: Reader = {
  formats: [format],
  sniff: (head) => {
    const root = rootTagOf(head);
    if (root === undefined || !roots.has(root.local)) return 0;
    return namespace.test(head) || /standard=["']NewsML-G2/.test(head) ? 0.97 : 0.85;
  },
  read: readNewsmlG2,
};

function readNewsmlG2(context: ReadContext): ReadResult[] {
  const document = readXml(context.text, { lenient: true });
  const items = itemsOf(document.root);
  if (items.length === 0) return [refuse('item_without_content', 'the message holds no item', format)];
  const header = headerOf(document.root);
  const results = items
    .slice(0, wireLimits.maxItems)
    .map((item) =>
      document.unclosed.has(item)
        ? refuse('xml_malformed', 'the document ends inside this item', format)
        : readItem(format, () => readOne(item, header, document, context)),
    );
  if (items.length <= wireLimits.maxItems) return results;
  const detail = `${items.length} items; at most ${wireLimits.maxItems} are read`;
  return [...results, refuse('too_many_items', detail, format)];
}

function readOne(
  item: XmlElement,
  header: MessageHeader,
  document: XmlDocument,
  context: ReadContext,
): ReadResult {
  if (!dispatchItems.has(item.local)) {
    return refuse(
      'not_a_dispatch',
      `a ${item.local} says something of other items and is none itself`,
      format,
    );
  }
  const draft = readNewsItem(item, header, context);
  const repaired: Warning[] =
    document.repaired === undefined ? [] : [{ code: 'xml_repaired', detail: document.repaired }];
  return buildDispatch({ ...draft, warnings: [...(draft.warnings ?? []), ...repaired] }, context);
}

/** The items of a message in order, or the item that is the document. */
function itemsOf(root: XmlElement): XmlElement[] {
  if (dispatchItems.has(root.local) || otherItems.has(root.local)) return [root];
  return children(root, 'itemSet').flatMap((set) => children(set));
}

function headerOf(root: XmlElement): MessageHeader {
  const header = children(root).find(({ local }) => local.toLowerCase() === 'header');
  const priority = children(header).find(({ local }) => local.toLowerCase() === 'priority');
  const text = priority === undefined ? '' : textOf(priority);
  return text === '' ? {} : { priority: text };
}
