import type { NinjsAssociation } from '#contracts';
import type { ReadContext } from '../../reader.js';
import { attr, child, children, descendants, textOf, type XmlElement } from '../../xml/index.js';
import { associationIds } from '../support/association-ids.js';
import { defined, unlessEmpty } from '../support/defined.js';
import { instantOf } from '../support/instants.js';
import { codeOf, tail } from './codes.js';
import { descriptionsOf, headlinesOf } from './content-meta.js';
import { typeOf } from './item-meta.js';

const maxMembers = 500;

/** Members of a package, in the order of its groups; each says what the package says of it, its text comes later. */
export function membersOf(item: XmlElement, context: ReadContext): NinjsAssociation[] | undefined {
  const members: NinjsAssociation[] = [];
  for (const group of descendants(child(item, 'groupSet'), 'group')) {
    for (const reference of children(group, 'itemRef')) {
      if (members.length < maxMembers)
        members.push(memberOf(reference, group, members.length, attr(item, 'guid'), context));
    }
  }
  return unlessEmpty(members);
}

/** What the item points to as worth seeing: pages and other items. */
export function linksOf(item: XmlElement, context: ReadContext): NinjsAssociation[] {
  return children(child(item, 'itemMeta'), 'link').flatMap((link, index) => {
    const uri = attr(link, 'residref') ?? attr(link, 'href') ?? attr(link, 'guidref');
    if (uri === undefined || uri === attr(item, 'guid') || index >= maxMembers) return [];
    const title = textOf(child(link, 'title'));
    return [
      {
        ...associationIds(uri, undefined, '', context),
        name: `link-${index + 1}`,
        ...defined({
          rel: tail(attr(link, 'rel')),
          title: title || undefined,
          version: attr(link, 'version'),
          type: typeOf(link),
        }),
      },
    ];
  });
}

function memberOf(
  reference: XmlElement,
  group: XmlElement,
  index: number,
  packageId: string | undefined,
  context: ReadContext,
): NinjsAssociation {
  const status = codeOf(child(reference, 'pubStatus'));
  const slugline = textOf(child(reference, 'slugline'));
  const headlines = headlinesOf(reference);
  const name = `${tail(attr(group, 'role')) ?? attr(group, 'id') ?? 'member'}-${index + 1}`;
  return {
    ...associationIds(attr(reference, 'residref') ?? attr(reference, 'href'), packageId, name, context),
    name,
    ...defined({
      rel: tail(attr(group, 'role')),
      type: typeOf(reference),
      version: attr(reference, 'version'),
      versionCreated: instantOf(textOf(child(reference, 'versionCreated')), context),
      firstCreated: instantOf(textOf(child(reference, 'firstCreated')), context),
      pubStatus: status === 'usable' || status === 'withheld' || status === 'canceled' ? status : undefined,
      slugline: slugline || undefined,
      headlines: unlessEmpty(headlines),
      title: textOf(child(reference, 'title')) || undefined,
      descriptions: descriptionsOf(reference),
    }),
  };
}
