import type { NinjsAssociation, NinjsRendition } from '#contracts';
import { safeMedia } from '../../html/index.js';
import type { ReadContext } from '../../reader.js';
import { attr, child, children, descendants, textOf, type XmlElement } from '../../xml/index.js';
import { associationIds } from './association-ids.js';
import { defined, unlessEmpty } from './defined.js';

const maxMedia = 500;

/** NITF's media types, and those that agencies write instead. */
const types: Readonly<Record<string, NinjsAssociation['type']>> = {
  image: 'picture',
  photo: 'picture',
  picture: 'picture',
  graphic: 'graphic',
  audio: 'audio',
  video: 'video',
  text: 'text',
};

/** The `media` of an NITF body as associations: each with its sizes, caption and who made it. */
export function nitfMedia(
  nitf: XmlElement,
  parent: string | undefined,
  context: ReadContext,
): NinjsAssociation[] {
  return descendants(child(nitf, 'body') ?? nitf, 'media')
    .slice(0, maxMedia)
    .map((media, index) => mediaOf(media, index, parent, context));
}

function mediaOf(
  media: XmlElement,
  index: number,
  parent: string | undefined,
  context: ReadContext,
): NinjsAssociation {
  const name = `media-${index + 1}`;
  const facts = new Map(
    children(media, 'media-metadata').map((fact) => [
      attr(fact, 'name')?.toLowerCase(),
      attr(fact, 'value') ?? textOf(fact),
    ]),
  );
  const references = children(media, 'media-reference');
  const id = facts.get('media-id') ?? facts.get('id') ?? references.map(sourceOf).find((source) => source);
  const caption = children(media, 'media-caption').map(textOf).filter(Boolean).join('\n');
  const alternate = references.map((reference) => attr(reference, 'alternate-text')).find(Boolean);
  return {
    ...associationIds(id, parent, name, context),
    name,
    rel: 'media',
    ...defined({
      type: types[attr(media, 'media-type')?.toLowerCase() ?? ''],
      renditions: renditionsOf(references),
      descriptions: unlessEmpty(
        [caption || alternate]
          .filter((value) => value !== undefined && value !== '')
          .map((value) => ({ role: 'caption', value: value ?? '' })),
      ),
      by: textOf(child(media, 'media-producer')) || undefined,
    }),
  };
}

function sourceOf(reference: XmlElement): string | undefined {
  return attr(reference, 'source') ?? attr(reference, 'data-location');
}

/** Sizes of one medium; a source that is a file beside the document has no address. */
function renditionsOf(references: readonly XmlElement[]): NinjsRendition[] | undefined {
  return unlessEmpty(
    references.map((reference, index) => ({
      name: attr(reference, 'name') ?? attr(reference, 'id') ?? `rendition-${index + 1}`,
      ...defined({
        href: safeMedia(sourceOf(reference), undefined),
        title: attr(reference, 'alternate-text'),
        contentType: attr(reference, 'mime-type'),
        width: pixels(attr(reference, 'width')),
        height: pixels(attr(reference, 'height')),
      }),
    })),
  );
}

function pixels(raw: string | undefined): number | undefined {
  return raw !== undefined && /^\d{1,6}$/.test(raw) ? Number(raw) : undefined;
}
