import { squeezeBlanks } from '../text/paragraphs.js';

/**
 * A small ordered XML tree. Children keep the order of the document, text between elements included, so that mixed
 * content (`<p>a <b>c</b> d</p>`) reads as it was written. Every value is a string: ids and numbers are never coerced.
 */
export interface XmlElement {
  /** Name as written, prefix included. */
  readonly name: string;
  /** Name without its prefix. */
  readonly local: string;
  readonly prefix: string;
  /** Namespace; `''` for none and for a prefix that was never declared. */
  readonly uri: string;
  /** Attributes by the name as written (`xml:lang`, `rtr:msgType`). */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
}

export type XmlNode = XmlElement | string;

/** Child elements, all or those with this local name, whatever their namespace. */
export function children(element: XmlElement | undefined, local?: string): XmlElement[] {
  if (element === undefined) return [];
  const found: XmlElement[] = [];
  for (const node of element.children) {
    if (typeof node !== 'string' && (local === undefined || node.local === local)) found.push(node);
  }
  return found;
}

/** The first child element with this local name. */
export function child(element: XmlElement | undefined, local: string): XmlElement | undefined {
  if (element === undefined) return undefined;
  for (const node of element.children) {
    if (typeof node !== 'string' && node.local === local) return node;
  }
  return undefined;
}

/** Follows a path of local names, the first child each time. */
export function descend(element: XmlElement | undefined, ...path: string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>(child, element);
}

/** Every element below this one with the local name, in document order. */
export function descendants(element: XmlElement | undefined, local: string): XmlElement[] {
  if (element === undefined) return [];
  const found: XmlElement[] = [];
  const visit = (parent: XmlElement): void => {
    for (const node of parent.children) {
      if (typeof node === 'string') continue;
      if (node.local === local) found.push(node);
      visit(node);
    }
  };
  visit(element);
  return found;
}

/** All text inside, markup dropped, order and white space kept. */
export function rawTextOf(element: XmlElement | undefined): string {
  if (element === undefined) return '';
  let text = '';
  const visit = (parent: XmlElement): void => {
    for (const node of parent.children) {
      if (typeof node === 'string') text += node;
      else visit(node);
    }
  };
  visit(element);
  return text;
}

/** All text inside with runs of blanks made one and none at the ends; no-break spaces stay. */
export function textOf(element: XmlElement | undefined): string {
  const text = squeezeBlanks(rawTextOf(element));
  const start = text.startsWith(' ') ? 1 : 0;
  return text.slice(start, text.length > start && text.endsWith(' ') ? -1 : undefined);
}

/** An attribute's value, trimmed; undefined when it is absent or empty. */
export function attr(element: XmlElement | undefined, name: string): string | undefined {
  const value = element?.attributes.get(name)?.trim();
  return value === undefined || value === '' ? undefined : value;
}
