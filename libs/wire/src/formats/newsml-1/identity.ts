import { splitId } from '../../profiles/index.js';
import type { ReadContext } from '../../reader.js';
import { attr, textOf, type XmlElement } from '../../xml/index.js';
import { firstNamed, path } from './names.js';

/** Which story a NewsItem is about and which revision of it. */
export interface NewsIdentity {
  /** The id that all revisions share; undefined when nothing in the item says one. */
  readonly key?: string;
  readonly version?: string;
  /** Whether a former revision is named. */
  readonly revises: boolean;
  /** Ids as written that the key does not hold. */
  readonly altIds: { role: string; value: string }[];
}

/** Components' ids are theirs alone; only one as long as a universal id can stand for the story. */
const universalId = /^[0-9A-Fa-f-]{16,64}$/;
const day = /^\d{8}$/;

/**
 * The public identifier is `urn:newsml:<ProviderId>:<DateId>:<NewsItemId>:<RevisionId><Update>`
 * (https://iptc.org/std/NewsML/1.2/); the revision is taken off its right end. Where it does not hold the item's id, the same
 * urn is made of the parts, without a date that carries a time, as that may be the revision's.
 */
export function identityOf(item: XmlElement, { profile }: ReadContext): NewsIdentity {
  const identifier = path(item, 'Identification', 'NewsIdentifier');
  const provider = textOf(firstNamed(identifier, 'ProviderId'));
  const date = textOf(firstNamed(identifier, 'DateId'));
  const itemId = textOf(firstNamed(identifier, 'NewsItemId'));
  const revisionElement = firstNamed(identifier, 'RevisionId');
  const revision = textOf(revisionElement);
  const publicId = textOf(firstNamed(identifier, 'PublicIdentifier'));
  const hasItem = itemId !== '' && itemId !== '0';
  const duid = attr(firstNamed(item, 'NewsComponent'), 'Duid');
  const lasting = splitId(itemId, profile);
  const key =
    publicKey(publicId, revision, profile) ??
    (hasItem
      ? ['urn:newsml', provider, ...(day.test(date) ? [date] : []), lasting.key]
          .filter((part) => part !== '')
          .join(':')
      : duid !== undefined && universalId.test(duid)
        ? duid
        : undefined);
  const number = [splitId(publicId, profile).version, revision, lasting.version].find((found) => {
    return found !== undefined && /^\d+$/.test(found);
  });
  const previous = attr(revisionElement, 'PreviousRevision') ?? '';
  return {
    ...(key === undefined ? {} : { key }),
    ...(key === undefined || number === undefined ? {} : { version: number }),
    revises: /^\d*[1-9]\d*$/.test(previous),
    altIds: [
      { role: 'publicIdentifier', value: publicId },
      { role: 'newsItemId', value: hasItem ? itemId : '' },
    ].filter(({ role, value }) => {
      return value !== '' && value !== key && (role === 'publicIdentifier' || key?.includes(value) !== true);
    }),
  };
}

/** The identifier without its revision; undefined when it ends in none and is as short as a provider's name. */
function publicKey(publicId: string, revision: string, profile: ReadContext['profile']): string | undefined {
  if (publicId === '') return undefined;
  const split = splitId(publicId, profile);
  if (split.key !== publicId) return split.key;
  const end = publicId.lastIndexOf(':');
  const last = publicId.slice(end + 1).replace(/[NUA]$/, '');
  if (end > 0 && revision !== '' && last === revision) return publicId.slice(0, end);
  return publicId.split(':').length > 4 || !publicId.startsWith('urn:newsml:') ? publicId : undefined;
}
