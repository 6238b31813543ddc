import type { Profile } from '../../profiles/index.js';
import { attr, children, textOf, type XmlElement } from '../../xml/index.js';

type MetaName = Profile['metaNames'][string];

/** Names that come from ANPA 1312 and are shared by many senders; a provider's own stand in its profile. */
const shared: Readonly<Record<string, MetaName>> = {
  'anpa-keyword': 'slugline',
  'anpa-category': 'category',
  'anpa-sequence': 'sequence',
  'anpa-takekey': 'takeKey',
  'anpa-wordcount': 'wordCount',
  category: 'category',
  slug: 'slugline',
  slugline: 'slugline',
  priority: 'priority',
  sequence: 'sequence',
};

/** What the `meta` elements of a head say, empty ones left out. */
export function metaOf(
  head: XmlElement | undefined,
  { metaNames }: Profile,
): { first(name: MetaName): string | undefined; all(name: MetaName): string[] } {
  const found = children(head, 'meta').flatMap((meta) => {
    const name = attr(meta, 'name') ?? '';
    const meaning =
      metaNames[name] ?? (Object.hasOwn(shared, name.toLowerCase()) ? shared[name.toLowerCase()] : undefined);
    const value = attr(meta, 'content') ?? textOf(meta);
    return meaning === undefined || value === '' ? [] : [{ meaning, value }];
  });
  const all = (name: MetaName): string[] =>
    found.filter(({ meaning }) => meaning === name).map(({ value }) => value);
  return { first: (name) => all(name)[0], all };
}
