import { attr, type XmlElement } from '../../xml/index.js';
import { firstNamed, formalName, named } from './names.js';

/** One `ContentItem` with the components around it, the outermost first. */
export interface Piece {
  readonly content: XmlElement;
  readonly chain: readonly XmlElement[];
}

const maxPieces = 2_000;

/** All contents of an item in the order of the document; items inside of it have their own. */
export function piecesOf(item: XmlElement): Piece[] {
  const pieces: Piece[] = [];
  const visit = (component: XmlElement, chain: readonly XmlElement[]): void => {
    const own = [...chain, component];
    for (const node of component.children) {
      if (typeof node === 'string' || pieces.length >= maxPieces) continue;
      const name = node.local.toLowerCase();
      if (name === 'contentitem') pieces.push({ content: node, chain: own });
      else if (name === 'newscomponent') visit(node, own);
    }
  };
  for (const component of named(item, 'NewsComponent')) visit(component, []);
  return pieces;
}

/** A component of many contents is asked for its role by each of them. */
const knownRoles = new WeakMap<XmlElement, string>();

/** What a component is for: `Main`, `Body`, `Caption` …; lower case. */
export function roleOf(component: XmlElement | undefined): string {
  if (component === undefined) return '';
  const known = knownRoles.get(component);
  if (known !== undefined) return known;
  const role = formalName(firstNamed(component, 'Role'))?.toLowerCase() ?? '';
  knownRoles.set(component, role);
  return role;
}

/** Roles by which agencies part one text. */
const partRoles: Readonly<Record<string, Part>> = {
  headline: 'headline',
  title: 'headline',
  subheadline: 'subheadline',
  subtitle: 'subheadline',
  lead: 'lead',
  lede: 'lead',
  intro: 'lead',
  abstract: 'lead',
  summary: 'lead',
  body: 'body',
  text: 'body',
  content: 'body',
  bodytext: 'body',
  caption: 'caption',
  contact: 'contact',
  stylesheet: 'none',
};
export type Part = 'headline' | 'subheadline' | 'lead' | 'body' | 'caption' | 'contact' | 'none';

/** The part that a piece is of its text, by the role of the component that holds it. */
export function partOf({ chain }: Piece): Part | undefined {
  const role = roleOf(chain.at(-1)).replace(/[\s_-]/g, '');
  return Object.hasOwn(partRoles, role) ? partRoles[role] : undefined;
}

/** The component that a piece's text belongs to: the one around the parts, else the one that holds it. */
export function unitOf(piece: Piece): XmlElement | undefined {
  return partOf(piece) === undefined ? piece.chain.at(-1) : (piece.chain.at(-2) ?? piece.chain.at(-1));
}

const mediaRoles = /^(?:picture|photo|image|graphic|logo|video|audio|clip|sound|thumbnail|preview|quicklook)/;

/** The outermost component below the item's own that is a picture, a sound or a film, the piece's or around it. */
export function mediaUnit({ chain }: Piece): XmlElement | undefined {
  return chain.find((component, index) => index > 0 && mediaRoles.test(roleOf(component)));
}

export function isMediaUnit(component: XmlElement | undefined): boolean {
  return mediaRoles.test(roleOf(component));
}

/** `xml:lang` or the language that the metadata name, of the innermost component that says one. */
export function languageOf(chain: readonly XmlElement[]): string | undefined {
  for (const component of [...chain].reverse()) {
    const metadata = descriptiveOf(component);
    const declared = metadata.map((one) => formalName(firstNamed(one, 'Language'))).find(Boolean);
    const language = declared ?? attr(component, 'xml:lang');
    if (language !== undefined) return language;
  }
  return undefined;
}

/** Descriptive metadata, by its name or by one that lost letters: `DescriptiveMetada`. */
export function descriptiveOf(component: XmlElement): XmlElement[] {
  return component.children.filter(
    (node): node is XmlElement => typeof node !== 'string' && /^descriptivemetada/i.test(node.local),
  );
}
