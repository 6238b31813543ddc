import type { NinjsAssociation } from '#contracts';
import { mintedUri, uriOf } from '../../dispatch/item-uri.js';
import { splitId } from '../../profiles/index.js';
import type { ReadContext } from '../../reader.js';

/**
 * The ids of an association: its own as the provider's stories have theirs, so that the two find each other; an id
 * that is no URI becomes one and stays beside it. Without any id the name inside the parent has to do.
 */
export function associationIds(
  raw: string | undefined,
  parent: string | undefined,
  name: string,
  { profile }: ReadContext,
): Pick<NinjsAssociation, 'uri' | 'altIds'> {
  const id = raw?.trim() ?? '';
  if (id === '') return { uri: mintedUri(profile.provider, parent ?? 'association', name) };
  const uri = uriOf(splitId(id, profile).key, profile.provider);
  return uri === id ? { uri } : { uri, altIds: [{ role: 'original', value: id }] };
}
