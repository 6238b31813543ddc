import type { NinjsAssociation, NinjsRendition } from '#contracts';
import { safeMedia } from '../../html/index.js';
import type { ReadContext } from '../../reader.js';
import { attr, textOf, type XmlElement } from '../../xml/index.js';
import { associationIds } from '../support/association-ids.js';
import { defined, unlessEmpty } from '../support/defined.js';
import { mediaUnit, partOf, roleOf, type Piece } from './components.js';
import { captionOf, isText } from './content.js';
import { firstNamed, formalName, path, properties, textsOf } from './names.js';

type MediaType = NinjsAssociation['type'];

/** A picture, a sound or a film of the item, in all its sizes. */
export interface Medium {
  readonly type: MediaType;
  readonly association: NinjsAssociation;
}

const maxMedia = 500;

/** Contents that are no text, those of one component together. */
export function mediaOf(
  pieces: readonly Piece[],
  parent: string | undefined,
  context: ReadContext,
): Medium[] {
  const groups = new Map<XmlElement, Piece[]>();
  for (const piece of pieces.filter((one) => partOf(one) !== 'none')) {
    const component = mediaUnit(piece) ?? (isText(piece.content) ? undefined : piece.chain.at(-1));
    if (component === undefined) continue;
    const known = groups.get(component);
    if (known === undefined) groups.set(component, [piece]);
    else known.push(piece);
  }
  return [...groups]
    .filter(([, members]) => members.some(({ content }) => isMedia(content)))
    .slice(0, maxMedia)
    .map(([component, members], index) => mediumOf(component, members, index, parent, context));
}

function isMedia(content: XmlElement): boolean {
  return attr(content, 'Href') !== undefined || (!isText(content) && formatOf(content) !== undefined);
}

function mediumOf(
  component: XmlElement,
  members: readonly Piece[],
  index: number,
  parent: string | undefined,
  context: ReadContext,
): Medium {
  const contents = members.map(({ content }) => content).filter(isMedia);
  const name = `media-${index + 1}`;
  const type = typeOf(component, contents);
  const lines = firstNamed(component, 'NewsLines');
  const headline = textsOf(lines, 'HeadLine')[0];
  const caption = captionOf(members) || headline;
  const href = contents.map((content) => attr(content, 'Href')).find(Boolean);
  return {
    type,
    association: {
      ...associationIds(href, parent, name, context),
      name,
      rel: roleOf(component) || 'media',
      ...defined({
        type,
        by: textsOf(lines, 'ByLine')[0],
        copyrightNotice: textsOf(lines, 'CopyrightLine')[0],
        headlines: headline === undefined ? undefined : [{ role: 'main', value: headline }],
        descriptions: caption === undefined ? undefined : [{ role: 'caption', value: caption }],
        renditions: unlessEmpty(contents.map(renditionOf)),
      }),
    },
  };
}

function formatOf(content: XmlElement): string | undefined {
  const mime = formalName(firstNamed(content, 'MimeType'));
  return mime ?? formalName(firstNamed(content, 'MediaType')) ?? formalName(firstNamed(content, 'Format'));
}

function typeOf(component: XmlElement, contents: readonly XmlElement[]): MediaType {
  const said = `${roleOf(component)} ${contents.map(formatOf).join(' ')}`.toLowerCase();
  if (/video|clip|mpeg-?4|quicktime/.test(said)) return 'video';
  if (/audio|sound|mp3/.test(said)) return 'audio';
  if (/graphic|logo/.test(said)) return 'graphic';
  return 'picture';
}

function renditionOf(content: XmlElement, index: number): NinjsRendition {
  const characteristics = firstNamed(content, 'Characteristics');
  const size = (...names: string[]): number | undefined =>
    names
      .flatMap((name) => properties(characteristics, name))
      .filter((value) => /^\d{1,6}$/.test(value))
      .map(Number)[0];
  const bytes = textOf(path(characteristics, 'SizeInBytes'));
  const use = ['ImageUse', 'MultiMediaUse'].flatMap((name) => properties(characteristics, name))[0];
  return {
    name: attr(content, 'Duid') ?? `rendition-${index + 1}`,
    ...defined({
      href: safeMedia(attr(content, 'Href'), undefined),
      title: use,
      contentType: formalName(firstNamed(content, 'MimeType')),
      format: formalName(firstNamed(content, 'Format')),
      width: size('Width', 'PixelWidth'),
      height: size('Height', 'PixelHeight'),
      sizeInBytes: /^\d{1,12}$/.test(bytes) ? Number(bytes) : undefined,
    }),
  };
}
