import type { NinjsAssociation } from '#contracts';
import { plainLine, resolveBase, safeMedia } from '../../html/index.js';
import { attr, child, textOf, type XmlElement } from '../../xml/index.js';
import { uriOf } from '../support/addresses.js';
import { defined, unlessEmpty } from '../support/defined.js';
import { Terms } from './vocabulary.js';

const maxMedia = 100;

/** A picture, sound or film of an entry, by its address. */
export interface Medium {
  readonly url: string;
  readonly kind: NinjsAssociation['type'];
  readonly contentType?: string | undefined;
  readonly size?: number | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Seconds. */
  readonly duration?: number | undefined;
  readonly caption?: string | undefined;
  readonly credit?: string | undefined;
}

/** Enclosures, Media RSS contents and thumbnails, iTunes pictures, Atom enclosure links: each address once. */
export function mediaOf(entry: Terms, baseUrl: string | undefined): NinjsAssociation[] {
  const groups = entry.all('media:group').map((group) => new Terms(group, entry.element));
  const scopes = [entry, ...groups];
  const media = [
    ...entry.all('enclosure').map((element) => enclosure(element, 'url', baseUrl)),
    ...entry
      .all('link', 'atom:link')
      .filter((element) => attr(element, 'rel') === 'enclosure')
      .map((element) => enclosure(element, 'href', baseUrl)),
    ...scopes.flatMap((scope) =>
      scope.all('media:content').map((element) => mediaContent(element, scope, baseUrl)),
    ),
    ...scopes.flatMap((scope) =>
      scope.all('media:thumbnail').map((element) => picture(element, 'url', baseUrl)),
    ),
    ...entry.all('itunes:image').map((element) => picture(element, 'href', baseUrl)),
  ];
  return enclosures(media);
}

/** Media as associations, each address once, at most a hundred. */
export function enclosures(media: readonly (Medium | undefined)[]): NinjsAssociation[] {
  const found = new Map<string, Medium>();
  for (const medium of media) {
    if (medium !== undefined && !found.has(medium.url) && found.size < maxMedia)
      found.set(medium.url, medium);
  }
  return [...found.values()].map(association);
}

function association(medium: Medium, index: number): NinjsAssociation {
  const { url, kind, contentType, size, width, height, duration, caption, credit } = medium;
  return {
    uri: url,
    name: `enclosure-${index + 1}`,
    rel: 'enclosure',
    renditions: [
      {
        name: 'main',
        href: url,
        ...defined({ contentType, sizeInBytes: size || undefined, width, height, duration }),
      },
    ],
    ...defined({
      type: kind,
      descriptions: unlessEmpty(caption === undefined ? [] : [{ role: 'caption', value: caption }]),
      by: credit,
    }),
  };
}

function enclosure(element: XmlElement, attribute: string, baseUrl: string | undefined): Medium | undefined {
  const url = addressOf(element, attribute, baseUrl);
  if (url === undefined) return undefined;
  const contentType = attr(element, 'type');
  return {
    url,
    kind: kindOf(contentType, undefined, url),
    contentType,
    size: countOf(attr(element, 'length')),
  };
}

function mediaContent(element: XmlElement, scope: Terms, baseUrl: string | undefined): Medium | undefined {
  const url = addressOf(element, 'url', baseUrl);
  if (url === undefined) return undefined;
  const contentType = attr(element, 'type');
  const text = (local: string): string | undefined => {
    const line = plainLine(textOf(child(element, local)) || textOf(scope.first(`media:${local}`)));
    return line === '' ? undefined : line;
  };
  return {
    url,
    kind: kindOf(contentType, attr(element, 'medium'), url),
    contentType,
    size: countOf(attr(element, 'fileSize')),
    width: countOf(attr(element, 'width')),
    height: countOf(attr(element, 'height')),
    caption: text('description') ?? text('title'),
    credit: text('credit'),
  };
}

function picture(element: XmlElement, attribute: string, baseUrl: string | undefined): Medium | undefined {
  const url = addressOf(element, attribute, baseUrl);
  if (url === undefined) return undefined;
  return {
    url,
    kind: 'picture',
    width: countOf(attr(element, 'width')),
    height: countOf(attr(element, 'height')),
  };
}

function addressOf(element: XmlElement, attribute: string, baseUrl: string | undefined): string | undefined {
  const base = resolveBase(attr(element, 'xml:base'), baseUrl);
  return uriOf(safeMedia(attr(element, attribute), base));
}

const endings: readonly (readonly [RegExp, NinjsAssociation['type']])[] = [
  [/\.(?:jpe?g|png|gif|webp|avif|tiff?|svg)(?:[?#]|$)/i, 'picture'],
  [/\.(?:mp3|m4a|ogg|wav|aac|opus)(?:[?#]|$)/i, 'audio'],
  [/\.(?:mp4|mov|m4v|webm|avi|mpe?g)(?:[?#]|$)/i, 'video'],
];

/** What kind of medium it is: by what the feed says, else by its content type, else by the end of its address. */
export function kindOf(
  contentType: string | undefined,
  medium: string | undefined,
  url: string,
): NinjsAssociation['type'] {
  const kind = (medium ?? contentType?.split('/')[0] ?? '').toLowerCase();
  if (kind === 'image') return 'picture';
  if (kind === 'audio' || kind === 'video') return kind;
  return endings.find(([pattern]) => pattern.test(url))?.[1];
}

function countOf(raw: string | undefined): number | undefined {
  return raw !== undefined && /^\d{1,12}$/.test(raw) ? Number(raw) : undefined;
}
