import { attr, type XmlElement } from '../xml/index.js';
import { BlockWriter } from './block-writer.js';
import { bodyOf, type CleanBody, type CleanOptions } from './clean-html.js';
import { resolveBase } from './safe-link.js';

export interface TreeOptions extends CleanOptions {
  /** The HTML element that stands for one of another vocabulary; undefined keeps the element's own name. */
  readonly rename?: ((element: XmlElement) => string | undefined) | undefined;
  /** Elements to leave out with all they hold. */
  readonly skip?: ((element: XmlElement) => boolean) | undefined;
  /** Mends text before it is taken. */
  readonly text?: ((text: string) => string) | undefined;
}

/**
 * As `cleanHtml`, for what stands inside an element that is a tree already: XHTML in Atom and NewsML, NITF bodies.
 * The element itself only holds the content; its name means nothing.
 */
export function cleanTree(content: XmlElement, options: TreeOptions = {}): CleanBody {
  const writer = new BlockWriter(resolveBase(attr(content, 'xml:base'), resolveBase(options.baseUrl)));
  visitChildren(content, writer, options);
  return bodyOf(writer);
}

function visit(element: XmlElement, writer: BlockWriter, options: TreeOptions): void {
  const own = element.local.toLowerCase();
  if (options.drop?.has(own) || options.skip?.(element)) return;
  const tag = options.rename?.(element) ?? own;
  const outerBase = writer.baseUrl;
  writer.baseUrl = resolveBase(attr(element, 'xml:base'), outerBase);
  writer.open(tag, (name) => element.attributes.get(name));
  visitChildren(element, writer, options);
  writer.close(tag);
  writer.baseUrl = outerBase;
}

function visitChildren(element: XmlElement, writer: BlockWriter, options: TreeOptions): void {
  for (const node of element.children) {
    if (typeof node !== 'string') visit(node, writer, options);
    else writer.text(options.text === undefined ? node : options.text(node));
  }
}
