import { Parser } from 'htmlparser2';
import { SaxesParser } from 'saxes';
import { wireLimits } from '../limits.js';
import { WireError } from '../wire-error.js';
import { decodeReferences, namedEntity } from './character-references.js';
import { withoutDoctype, type Doctype } from './doctype.js';
import type { XmlElement } from './element.js';
import { TreeBuilder } from './tree-builder.js';

export interface XmlOptions {
  /**
   * Reads what is not well-formed as far as it makes sense: bare ampersands, unknown entities, crossed or missing
   * end tags, text around the root. Without it the first fault refuses the document.
   */
  readonly lenient?: boolean | undefined;
  readonly maxDepth?: number | undefined;
}

export interface XmlDocument {
  readonly root: XmlElement;
  /** The root and, where senders string several documents together, those behind it that have its name. */
  readonly roots: readonly XmlElement[];
  /** What had to be mended, in words; undefined for a well-formed document. */
  readonly repaired: string | undefined;
  /** Elements that the end of the text found open: the rest of them was lost on the way. */
  readonly unclosed: ReadonlySet<XmlElement>;
}

/**
 * Parses a document into a small ordered tree. Document types are stepped over: nothing they declare is expanded and
 * nothing they name is fetched. HTML's named entities are known, as wire copy uses them.
 *
 * @throws WireError `xml_malformed` | `xml_too_deep`
 */
export function parseXml(text: string, options: XmlOptions = {}): XmlElement {
  return readXml(text, options).root;
}

/** As `parseXml`, and says whether the document had to be mended. */
export function readXml(text: string, options: XmlOptions = {}): XmlDocument {
  const doctype = withoutDoctype(text.replace(/^[\s\uFEFF]+/, ''));
  refuseDeclaredEntities(doctype);
  const maxDepth = options.maxDepth ?? wireLimits.maxDepth;
  try {
    const root = parseStrictly(doctype.text, maxDepth);
    return { root, roots: [root], repaired: undefined, unclosed: new Set() };
  } catch (error) {
    if (!options.lenient || !(error instanceof WireError) || error.code !== 'xml_malformed') throw error;
    return { ...parseLeniently(doctype.text, maxDepth), repaired: error.message };
  }
}

/** Copy that leans on an entity of its own document type would lose words: the entity is never expanded. */
function refuseDeclaredEntities({ entities, text }: Doctype): void {
  const used = [...entities].slice(0, 100).find((name) => {
    return namedEntity(name) === undefined && text.includes(`&${name};`);
  });
  if (used === undefined) return;
  throw new WireError(
    'xml_malformed',
    `the text refers to the entity ${used} of its document type; such entities are never expanded`,
  );
}

function parseStrictly(text: string, maxDepth: number): XmlElement {
  const builder = new TreeBuilder(maxDepth);
  const parser = new SaxesParser();
  parser.ENTITIES = htmlEntities;
  parser.on('error', (error) => {
    throw new WireError('xml_malformed', error.message);
  });
  parser.on('opentag', (tag) => builder.openElement(tag.name, tag.attributes));
  parser.on('closetag', () => builder.closeElement());
  parser.on('text', (part) => builder.addText(part));
  parser.on('cdata', (part) => builder.addText(part));
  parser.write(text).close();
  return rootOf(builder);
}

/** Entities are looked up as the parser meets them. */
const htmlEntities = new Proxy<Record<string, string>>(
  {},
  { get: (_target, name) => (typeof name === 'string' ? namedEntity(name) : undefined) },
);

function parseLeniently(text: string, maxDepth: number): Omit<XmlDocument, 'repaired'> {
  const builder = new TreeBuilder(maxDepth);
  let inCdata = false;
  let ending = false;
  const unclosed = new Set<XmlElement>();
  const parser = new Parser(
    {
      onopentag: (name, attributes) => builder.openElement(name, decodeAttributes(attributes)),
      onclosetag: () => {
        const element = builder.closeElement();
        if (ending && element !== undefined) unclosed.add(element);
      },
      ontext: (part) => builder.addText(inCdata ? part : decodeReferences(part)),
      oncdatastart: () => {
        inCdata = true;
      },
      oncdataend: () => {
        inCdata = false;
      },
    },
    { xmlMode: true, decodeEntities: false },
  );
  parser.write(text);
  ending = true;
  parser.end();
  const root = rootOf(builder);
  return { root, roots: builder.roots.filter(({ local }) => local === root.local), unclosed };
}

function decodeAttributes(attributes: Record<string, string>): Record<string, string> {
  for (const [name, value] of Object.entries(attributes)) attributes[name] = decodeReferences(value);
  return attributes;
}

function rootOf(builder: TreeBuilder): XmlElement {
  const [root] = builder.roots;
  if (root === undefined) throw new WireError('xml_malformed', 'the document has no element');
  return root;
}
