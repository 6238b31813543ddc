import { WireError } from '../wire-error.js';
import { cleanCharacters, faultyCharacter as fault } from './character-references.js';
import type { XmlElement, XmlNode } from './element.js';

/** Attributes of one element; a document that has more is not copy. */
const maxAttributes = 256;

/** More elements are no news, and would not fit beside others in memory. */
const maxElements = 1_000_000;

/** Most elements of copy have none; they share this. */
const noAttributes: ReadonlyMap<string, string> = new Map();

interface OpenElement extends XmlElement {
  readonly children: XmlNode[];
  readonly namespaces: ReadonlyMap<string, string> | undefined;
}

/** Builds the tree out of a parser's events, and knows how deep it may get. */
export class TreeBuilder {
  private readonly open: OpenElement[] = [];
  private text = '';
  private elements = 0;
  /** The outermost elements: one in a document, more when documents were strung together. */
  readonly roots: XmlElement[] = [];

  constructor(private readonly maxDepth: number) {}

  openElement(name: string, attributes: Readonly<Record<string, string>>): void {
    this.flushText();
    if (this.open.length >= this.maxDepth) {
      throw new WireError('xml_too_deep', `elements are nested deeper than ${this.maxDepth}`);
    }
    this.elements += 1;
    if (this.elements > maxElements) {
      throw new WireError('transmission_too_large', `the document has more than ${maxElements} elements`);
    }
    let map: Map<string, string> | undefined;
    let namespaces: Map<string, string> | undefined;
    for (const attribute in attributes) {
      const value = attributes[attribute] ?? '';
      map ??= new Map();
      if (map.size >= maxAttributes) break;
      if (attribute === 'xmlns') (namespaces ??= new Map()).set('', value);
      else if (attribute.startsWith('xmlns:')) (namespaces ??= new Map()).set(attribute.slice(6), value);
      map.set(attribute, value);
    }
    const colon = name.indexOf(':');
    const prefix = colon > 0 ? name.slice(0, colon) : '';
    const element: OpenElement = {
      name,
      local: colon > 0 ? name.slice(colon + 1) : name,
      prefix,
      uri: namespaces?.get(prefix) ?? this.resolve(prefix),
      attributes: map ?? noAttributes,
      children: [],
      namespaces,
    };
    const parent = this.open.at(-1);
    if (parent !== undefined) parent.children.push(element);
    else this.roots.push(element);
    this.open.push(element);
  }

  /** Closes the innermost element and gives it. */
  closeElement(): XmlElement | undefined {
    this.flushText();
    return this.open.pop();
  }

  /** Characters that XML forbids are dropped, and references meant for windows-1252 read as such. */
  addText(text: string): void {
    if (this.open.length > 0) this.text += fault.test(text) ? cleanCharacters(text) : text;
  }

  private flushText(): void {
    if (this.text === '') return;
    this.open.at(-1)?.children.push(this.text);
    this.text = '';
  }

  private resolve(prefix: string): string {
    for (let index = this.open.length - 1; index >= 0; index -= 1) {
      const uri = this.open[index]?.namespaces?.get(prefix);
      if (uri !== undefined) return uri;
    }
    return '';
  }
}
