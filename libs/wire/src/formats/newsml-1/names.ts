import { attr, textOf, type XmlElement } from '../../xml/index.js';

/** Child elements by name without regard to case: senders write `Headline` for `HeadLine`. */
export function named(element: XmlElement | undefined, name: string): XmlElement[] {
  const wanted = name.toLowerCase();
  return (element?.children ?? []).filter(
    (node): node is XmlElement => typeof node !== 'string' && node.local.toLowerCase() === wanted,
  );
}

/** The first child of that name. */
export function firstNamed(element: XmlElement | undefined, name: string): XmlElement | undefined {
  const wanted = name.toLowerCase();
  for (const node of element?.children ?? []) {
    if (typeof node !== 'string' && node.local.toLowerCase() === wanted) return node;
  }
  return undefined;
}

/** Follows names, the first child each time. */
export function path(element: XmlElement | undefined, ...names: string[]): XmlElement | undefined {
  return names.reduce<XmlElement | undefined>(firstNamed, element);
}

/** NewsML 1 says values by `FormalName`; some write them as text. */
export function formalName(element: XmlElement | undefined): string | undefined {
  return attr(element, 'FormalName') ?? (textOf(element) || undefined);
}

/** Texts of the children of that name, empty ones left out. */
export function textsOf(element: XmlElement | undefined, name: string): string[] {
  return named(element, name)
    .map(textOf)
    .filter((text) => text !== '');
}

/** Values of the `Property` children of that name, in any case. */
export function properties(element: XmlElement | undefined, name: string): string[] {
  return named(element, 'Property')
    .filter((property) => attr(property, 'FormalName')?.toLowerCase() === name.toLowerCase())
    .flatMap((property) => attr(property, 'Value') ?? []);
}
