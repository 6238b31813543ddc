import type { NinjsAssociation } from '#contracts';
import { element, textElement, type Markup } from '../markup.js';

/** NITF's media types. */
const types: Partial<Record<NonNullable<NinjsAssociation['type']>, string>> = {
  picture: 'image',
  graphic: 'image',
  audio: 'audio',
  video: 'video',
  text: 'text',
};

/** A picture, a sound, a film or another text beside the text, known by its id. */
export function mediaElement({ uri, type, renditions, descriptions, by, title }: NinjsAssociation): Markup {
  const caption = (descriptions?.find(({ role }) => role === 'caption') ?? descriptions?.[0])?.value ?? title;
  const references = renditions ?? [{ name: 'main', href: uri }];
  return element(
    'media',
    { 'media-type': (type === undefined ? undefined : types[type]) ?? 'other' },
    element('media-metadata', { name: 'id', value: uri }),
    ...references.map(({ name, href, contentType, width, height }) =>
      element('media-reference', { name, source: href, 'mime-type': contentType, width, height }),
    ),
    textElement('media-caption', caption),
    textElement('media-producer', by),
  );
}
