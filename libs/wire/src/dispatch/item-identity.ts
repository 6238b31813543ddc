import { sha256, type NinjsItem } from '#contracts';
import { splitId } from '../profiles/index.js';
import type { ReadContext } from '../reader.js';
import { textKey } from '../text/index.js';
import type { DispatchDraft } from './draft.js';
import { mintedUri, uriOf } from './item-uri.js';

/** Which story the item belongs to, and under which uri it goes. */
export interface ItemIdentity {
  readonly uri: string;
  readonly story: string;
  readonly version?: string;
  readonly basis: 'declared' | 'derived';
  /** The provider's id where the uri had to be made. */
  readonly original?: string;
}

/** Bodies below this many words say too little to tell a story by. */
const minKeyWords = 12;

/**
 * The identity of an item: the declared id with the profile's id rules applied, or, for formats without ids, a key
 * made of the text alone, so that the same copy sent again or in other typography has the same key.
 */
export function identityOf(
  draft: DispatchDraft,
  plain: string,
  headline: string | undefined,
  dateline: string | undefined,
  { profile }: ReadContext,
): ItemIdentity {
  const declared = (draft.storyKey ?? draft.item.uri)?.trim();
  if (declared) {
    const { key, version: inside } = splitId(declared, profile);
    const id = draft.item.uri === undefined ? key : splitId(draft.item.uri.trim(), profile).key;
    const uri = uriOf(id, profile.provider);
    const version = draft.version ?? draft.item.version ?? inside;
    const original = uri === id ? undefined : id;
    return {
      uri,
      story: key,
      basis: 'declared',
      ...(version === undefined || version === '' ? {} : { version }),
      ...(original === undefined ? {} : { original }),
    };
  }
  const text = dateline !== undefined && plain.startsWith(dateline) ? plain.slice(dateline.length) : plain;
  const said = textKey(text);
  const key =
    said.split(' ', minKeyWords).length < minKeyWords ? `${textKey(headline ?? '')}\n${said}` : said;
  const story = `text-${sha256(key).slice(0, 32)}`;
  return { uri: mintedUri(profile.provider, story), story, basis: 'derived' };
}

/** Alternative ids; the provider's own id is kept among them when the uri had to be made. */
export function altIdsOf({ item }: DispatchDraft, original: string | undefined): NinjsItem['altIds'] {
  const given = item.altIds ?? [];
  if (original === undefined || given.some(({ value }) => value === original)) return given;
  return [{ role: 'original', value: original }, ...given];
}
