import { uriOfQcode } from '../../formats/support/iptc-codes.js';
import { element, textElement, type Markup } from '../markup.js';

interface Concept {
  readonly name?: string | undefined;
  readonly uri?: string | undefined;
  readonly literal?: string | undefined;
}
type Attributes = Readonly<Record<string, string | number | undefined>>;

/** A concept: as a QCode when IPTC's catalog resolves its code to its URI, else by URI and literal. */
export function conceptElement(name: string, concept: Concept, attributes: Attributes = {}): Markup {
  const { uri, literal } = concept;
  const isQcode = literal !== undefined && uri !== undefined && uriOfQcode(literal) === uri;
  const codes = isQcode ? { qcode: literal } : { uri, literal };
  return element(name, { ...codes, ...attributes }, textElement('name', concept.name));
}

/** The scheme of the words that ninjs has for roles and relations, declared in each item. */
export const roleScheme = { alias: 'role', uri: 'urn:wiredesk:role:' } as const;

/** A role as a QCode; undefined for one that no QCode can spell. */
export function roleCode(role: string | undefined): string | undefined {
  return role === undefined || !/^[^\s:/#]+$/.test(role) ? undefined : `${roleScheme.alias}:${role}`;
}
