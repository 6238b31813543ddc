import type { NinjsAssociation } from '#contracts';
import type { ReadContext } from '../../reader.js';
import { attr, type XmlElement } from '../../xml/index.js';
import { associationIds } from '../support/association-ids.js';
import { identityOf } from './identity.js';
import { firstNamed, named, textsOf } from './names.js';

const maxRelations = 500;

/** Items that stand inside this one or are referred to as its parts; the inner ones are read on their own. */
export function membersOf(item: XmlElement, context: ReadContext): NinjsAssociation[] {
  const members: NinjsAssociation[] = [];
  const add = (id: string | undefined, title: string | undefined): void => {
    if (members.length >= maxRelations) return;
    const name = `member-${members.length + 1}`;
    const titled = title === undefined ? {} : { title };
    members.push({ ...associationIds(id, undefined, name, context), name, rel: 'member', ...titled });
  };
  const visit = (component: XmlElement): void => {
    for (const inner of named(component, 'NewsItem')) {
      add(identityOf(inner, context).key, headlineOf(inner));
    }
    for (const reference of named(component, 'NewsItemRef')) {
      const id = attr(reference, 'NewsItem');
      if (id !== undefined) add(id, undefined);
    }
    named(component, 'NewsComponent').forEach(visit);
  };
  named(item, 'NewsComponent').forEach(visit);
  return members;
}

function headlineOf(item: XmlElement): string | undefined {
  const component = firstNamed(item, 'NewsComponent');
  return textsOf(firstNamed(component, 'NewsLines'), 'HeadLine')[0];
}

/** Other items that the management names: what this one is derived from or goes with. */
export function relationsOf(item: XmlElement, context: ReadContext): NinjsAssociation[] {
  const management = firstNamed(item, 'NewsManagement');
  const related = (local: string, rel: string): NinjsAssociation[] =>
    named(management, local)
      .map((element) => attr(element, 'NewsItem'))
      .filter((id) => id !== undefined)
      .slice(0, maxRelations)
      .map((id, index) => {
        const name = `${rel}-${index + 1}`;
        return { ...associationIds(id, undefined, name, context), name, rel };
      });
  return [...related('AssociatedWith', 'associatedWith'), ...related('DerivedFrom', 'derivedFrom')];
}
