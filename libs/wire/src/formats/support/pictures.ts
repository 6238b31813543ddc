import type { NinjsAssociation } from '#contracts';
import type { FoundImage } from '../../html/index.js';
import { defined, unlessEmpty } from './defined.js';

/** Pictures that stood in a text, as associations. */
export function pictures(images: readonly FoundImage[], rel = 'picture'): NinjsAssociation[] {
  return images.map(({ src, alt, caption, credit }, index) => ({
    uri: src,
    name: `picture-${index + 1}`,
    rel,
    type: 'picture' as const,
    renditions: [{ name: 'main', href: src }],
    ...defined({
      descriptions: unlessEmpty(
        [caption ?? alt].filter((text) => text !== undefined).map((value) => ({ role: 'caption', value })),
      ),
      by: credit,
    }),
  }));
}
