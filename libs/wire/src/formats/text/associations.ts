import { sha256, type NinjsAssociation } from '#contracts';
import { mintedUri } from '../../dispatch/index.js';
import { textKey } from '../../text/index.js';
import type { Picture } from './captions.js';

/** A picture of a page as an association: caption, credit, mark of the archive. It has no file of its own. */
export function pictureAssociation(picture: Picture, index: number, provider: string): NinjsAssociation {
  const { caption, credit, archive } = picture;
  return {
    name: `picture-${index + 1}`,
    rel: 'picture',
    uri: mintedUri(provider, 'picture', shortHash(`${caption} ${credit ?? ''}`)),
    type: 'picture',
    ...(caption === ''
      ? {}
      : {
          headlines: [{ role: 'main', contentType: 'text/plain', value: caption }],
          descriptions: [{ role: 'caption', contentType: 'text/plain', value: caption }],
        }),
    ...(credit === undefined
      ? {}
      : { copyrightNotice: credit, infoSources: [{ role: 'credit', name: credit }] }),
    ...(archive ? { genres: [{ literal: 'archive', name: 'Archive' }] } : {}),
  };
}

/** A title that the page links to: kept as a related item, not as text. */
export function relatedAssociation(title: string, index: number, provider: string): NinjsAssociation {
  return {
    name: `related-${index + 1}`,
    rel: 'related',
    uri: mintedUri(provider, 'related', shortHash(title)),
    type: 'text',
    headlines: [{ role: 'main', contentType: 'text/plain', value: title }],
  };
}

function shortHash(text: string): string {
  return sha256(textKey(text)).slice(0, 32);
}
