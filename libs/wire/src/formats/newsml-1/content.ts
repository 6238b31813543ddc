import { cleanHtml, joinBodies, type CleanBody } from '../../html/index.js';
import { child, children, rawTextOf, type XmlElement } from '../../xml/index.js';
import { readNitf, type NitfContent } from '../support/nitf-body.js';
import { isMediaUnit, partOf, roleOf, unitOf, type Part, type Piece } from './components.js';
import { firstNamed, formalName } from './names.js';

/** The text of an item: what was chosen of its components, and the rest beside it. */
export interface ItemText {
  /** Components around the chosen text, the outermost first. */
  readonly chain: readonly XmlElement[];
  readonly body?: CleanBody;
  readonly headline?: string;
  readonly subheadline?: string;
  readonly lead?: string;
  readonly nitf?: NitfContent;
  /** Texts that are no part of the main one: other languages, sidebars, contacts. */
  readonly others: readonly { readonly role: string; readonly body: CleanBody }[];
  /** The content item that the main text is. */
  readonly source?: XmlElement;
}

interface Unit {
  readonly component: XmlElement | undefined;
  readonly pieces: Piece[];
}

/**
 * Chooses the text: of the component whose role is Main, else of the first that has one and is no picture, sound or
 * film, else of the first at all. Parts (title, lead, body) of one component are one text, in the order lead, body.
 */
export function textOfItem(pieces: readonly Piece[]): ItemText | undefined {
  const units = unitsOf(pieces.filter((piece) => isText(piece.content) && partOf(piece) !== 'none'));
  const all = units.map(readUnit);
  const read = all.filter(({ body }) => body !== undefined);
  const rank = (text: ItemText): number =>
    text.chain.some(isMediaUnit) ? 2 : text.chain.some((one) => roleOf(one) === 'main') ? 0 : 1;
  const [best, ...rest] = read
    .map((text, index) => ({ text, order: rank(text) * read.length + index }))
    .sort((one, other) => one.order - other.order)
    .map(({ text }) => text);
  if (best === undefined) return all.find(({ headline }) => headline !== undefined);
  const beside = rest.flatMap((text) =>
    text.body === undefined || text.chain.some(isMediaUnit)
      ? text.others
      : [{ role: roleBeside(text), body: text.body }, ...text.others],
  );
  return { ...best, others: [...best.others, ...beside] };
}

/** There is one main body: what else is called so stands beside it. */
function roleBeside({ chain }: ItemText): string {
  const role = roleOf(chain.at(-1));
  return role === '' || role === 'main' ? 'alternative' : role;
}

/** What the texts of a media component say of it: its caption, not its title. */
export function captionOf(pieces: readonly Piece[]): string {
  return pieces
    .filter((piece) => isText(piece.content) && ['caption', undefined].includes(partOf(piece)))
    .map((piece) => readContent(piece.content)?.body.plain ?? '')
    .filter((text) => text !== '')
    .join('\n');
}

function unitsOf(pieces: readonly Piece[]): Unit[] {
  const units = new Map<XmlElement | undefined, Piece[]>();
  for (const piece of pieces) {
    const component = unitOf(piece);
    const known = units.get(component);
    if (known === undefined) units.set(component, [piece]);
    else known.push(piece);
  }
  return [...units].map(([component, found]) => ({ component, pieces: found }));
}

function readUnit({ pieces }: Unit): ItemText {
  const found = new Map<Part, NitfContent[]>();
  let source: XmlElement | undefined;
  for (const piece of pieces) {
    const content = readContent(piece.content);
    if (content === undefined) continue;
    const part = partOf(piece) ?? 'body';
    // A content in several formats is one text; parts may come in several pieces.
    if (part === 'body' && partOf(piece) === undefined && found.has('body')) continue;
    if (part === 'body') source ??= piece.content;
    found.set(part, [...(found.get(part) ?? []), content]);
  }
  const plain = (part: Part): string | undefined => found.get(part)?.[0]?.body.plain || undefined;
  const lead = found.get('lead') ?? [];
  const bodies = found.get('body') ?? [];
  const text = [...lead, ...bodies].map(({ body }) => body).filter((body) => body.plain !== '');
  const contacts = (found.get('contact') ?? []).map(({ body }) => ({ role: 'contact', body }));
  const first = pieces.find((piece) => (partOf(piece) ?? 'body') === 'body') ?? pieces[0];
  const nitf = bodies[0];
  return {
    chain: first?.chain ?? [],
    others: contacts,
    ...(text.length === 0 ? {} : { body: joinBodies(text) }),
    ...optional('headline', oneLine(plain('headline'))),
    ...optional('subheadline', oneLine(plain('subheadline'))),
    ...optional('lead', lead[0]?.body.plain || undefined),
    ...optional('nitf', nitf),
    ...optional('source', source),
  };
}

function optional<K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [name]: value } as Record<K, V>);
}

function oneLine(text: string | undefined): string | undefined {
  return text?.replace(/\s+/g, ' ');
}

const textTypes = /^(?:text|complexdata|complex|article|story|nitf|document|multimedia)?$/i;
const textMimes = /^(?:text\/(?!css|javascript|rtf)|application\/(?:xhtml|xml|nitf|.*\+xml))/i;

/** Whether a content item holds text in itself: neither an address nor encoded data. */
export function isText(content: XmlElement): boolean {
  if (firstNamed(content, 'DataContent') === undefined) return false;
  const mime = formalName(firstNamed(content, 'MimeType')) ?? '';
  if (mime !== '') return textMimes.test(mime);
  return textTypes.test(formalName(firstNamed(content, 'MediaType')) ?? '');
}

/** NITF, XHTML, bare paragraphs, escaped HTML or plain text. */
export function readContent(content: XmlElement): NitfContent | undefined {
  const data = firstNamed(content, 'DataContent');
  if (data === undefined || rawTextOf(data).trim() === '') return undefined;
  const inside = children(data);
  if (inside.length > 0) return readNitf(child(data, 'nitf') ?? child(data, 'html') ?? data);
  const mime = formalName(firstNamed(content, 'MimeType')) ?? '';
  if (/html/i.test(mime)) return { body: cleanHtml(rawTextOf(data)), subheads: [], notes: [] };
  return readNitf(data);
}
