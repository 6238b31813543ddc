import type { ReadResult } from '#contracts';
import { refuse, type DispatchDraft } from '../../dispatch/index.js';
import type { Reader, ReadContext } from '../../reader.js';
import { WireError } from '../../wire-error.js';
import { children, readXml, rootTagOf, textOf, type XmlElement } from '../../xml/index.js';
import { readXmlItems } from '../support/xml-items.js';
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
  const found = document.roots.flatMap((root) => {
    const header = headerOf(root);
    return itemsOf(root).map((item) => [item, header] as const);
  });
  if (found.length === 0) return [refuse('item_without_content', 'the message holds no item', format)];
  const headers = new Map(found);
  return readXmlItems(
    [...headers.keys()],
    format,
    (item) => readOne(item, headers.get(item) ?? {}, context),
    document,
    context,
  );
}

function readOne(item: XmlElement, header: MessageHeader, context: ReadContext): DispatchDraft {
  if (dispatchItems.has(item.local)) return readNewsItem(item, header, context);
  throw new WireError('not_a_dispatch', `a ${item.local} says something of other items and is none itself`);
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
