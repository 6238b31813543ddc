import { attr, child, children, descend, textOf, type XmlElement } from '../../xml/index.js';
import { uriOf } from '../support/addresses.js';
import { defined } from '../support/defined.js';
import { iptcSchemes, uriOfQcode } from '../support/iptc-codes.js';

/** A thing that NewsML-G2 names by a QCode, a URI, a literal or only by a name. */
export interface Coded {
  readonly name?: string;
  readonly uri?: string;
  /** The QCode or literal as found, scheme and code. */
  readonly literal?: string;
}

/** Scheme addresses by alias: IPTC's, and those that the document's own inline catalog declares. */
export function schemesOf(item: XmlElement): ReadonlyMap<string, string> {
  const schemes = new Map(Object.entries(iptcSchemes));
  for (const catalog of children(item, 'catalog')) {
    for (const scheme of children(catalog, 'scheme')) {
      const [alias, uri] = [attr(scheme, 'alias'), attr(scheme, 'uri')];
      if (alias !== undefined && uri !== undefined) schemes.set(alias, uri);
    }
  }
  return schemes;
}

/** What an element names; undefined when it names nothing. */
export function coded(element: XmlElement, schemes: ReadonlyMap<string, string>): Coded | undefined {
  const qcode = attr(element, 'qcode');
  const name = textOf(child(element, 'name')) || undefined;
  const literal = qcode ?? attr(element, 'literal');
  const uri = uriOf(attr(element, 'uri')) ?? (qcode === undefined ? undefined : uriOfQcode(qcode, schemes));
  if (name === undefined && literal === undefined && uri === undefined) return undefined;
  return defined({ name, uri, literal });
}

/** A readable name: the element's, else its literal, else the end of its code. */
export function nameOf(element: XmlElement | undefined): string | undefined {
  if (element === undefined) return undefined;
  const named = textOf(child(element, 'name')) || textOf(descend(element, 'organisationDetails', 'name'));
  return named || (attr(element, 'literal') ?? tail(attr(element, 'qcode') ?? attr(element, 'uri')));
}

/** The code behind the scheme: `stat:usable`, `http://…/pubstatusg2/usable` → `usable`. */
export function tail(code: string | undefined): string | undefined {
  const end = code?.split(/[:/#]/).at(-1)?.trim();
  return end === undefined || end === '' ? undefined : end;
}

/** The code of an element, by QCode or URI. */
export function codeOf(element: XmlElement | undefined): string | undefined {
  return tail(attr(element, 'qcode') ?? attr(element, 'uri') ?? attr(element, 'literal'));
}
