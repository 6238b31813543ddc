import type { NinjsAssociation, NinjsItem } from '#contracts';
import { element, textElement, type Markup } from '../markup.js';

/** Whether an association is a picture that stands in the text: it is known by its own address. */
export function isFigure({ type, uri, renditions }: NinjsAssociation, { bodies }: NinjsItem): boolean {
  return type === 'picture' && bodies !== undefined && /^https?:/i.test(uri) && renditions?.[0]?.href === uri;
}

/** A picture with caption and credit as XHTML. */
export function figure({ uri, descriptions, by }: NinjsAssociation): Markup {
  const caption = (descriptions?.find(({ role }) => role === 'caption') ?? descriptions?.[0])?.value;
  const texts = [caption, textElement('span', by, { class: 'credit' })].filter((text) => text !== undefined);
  return element(
    'figure',
    {},
    element('img', { src: uri, alt: '' }),
    texts.length === 0 ? undefined : element('figcaption', {}, ...texts),
  );
}
