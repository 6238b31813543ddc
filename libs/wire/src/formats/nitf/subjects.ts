import type { NinjsConcept, NinjsItem, NinjsSubject } from '#contracts';
import { attr, child, children, descendants, textOf, type XmlElement } from '../../xml/index.js';
import { defined, unlessEmpty } from '../support/defined.js';
import { subjectUri } from '../support/iptc-codes.js';

const maxConcepts = 2_000;

/** Subjects by their number, named by the closest of the three levels; other vocabularies keep the code as found. */
export function subjectsOf(tobject: XmlElement | undefined): NinjsSubject[] | undefined {
  const subjects = new Map<string, NinjsSubject>();
  for (const element of children(tobject, 'tobject.subject').slice(0, maxConcepts)) {
    const code = attr(element, 'tobject.subject.refnum') ?? attr(element, 'tobject.subject.code');
    const name = ['detail', 'matter', 'type']
      .map((level) => attr(element, `tobject.subject.${level}`))
      .find((text) => text !== undefined);
    if (code === undefined && name === undefined) continue;
    const ipr = attr(element, 'tobject.subject.ipr');
    const uri = ipr === undefined || /iptc/i.test(ipr) ? subjectUri(code) : undefined;
    subjects.set(`${ipr ?? ''} ${code ?? name}`, {
      ...defined({
        name,
        uri,
        literal: code,
        creator: uri === undefined ? ipr : undefined,
      }),
    });
  }
  return unlessEmpty([...subjects.values()]);
}

/** The letter codes of the subjects, which senders use as their categories. */
export function subjectLetters(tobject: XmlElement | undefined): string[] {
  const codes = children(tobject, 'tobject.subject').map((element) => attr(element, 'tobject.subject.code'));
  return [...new Set(codes.filter((code) => code !== undefined))];
}

/** What kind of text it is: `Current`, `Feature`, `Analysis` … */
export function genresOf(tobject: XmlElement | undefined): NinjsItem['genres'] {
  return unlessEmpty(
    children(tobject, 'tobject.property').flatMap((element) => {
      const name = attr(element, 'tobject.property.type');
      return name === undefined ? [] : [{ name }];
    }),
  );
}

/** Persons, organisations, places and events that the head lists. */
export function namedThings(
  docdata: XmlElement | undefined,
): Pick<Partial<NinjsItem>, 'people' | 'organisations' | 'places' | 'events' | 'objects'> {
  const listed = child(docdata, 'identified-content');
  return defined({
    people: conceptsOf(listed, 'person'),
    organisations: conceptsOf(listed, 'org'),
    places: conceptsOf(listed, 'location'),
    events: conceptsOf(listed, 'event'),
    objects: conceptsOf(listed, 'object.title'),
  });
}

function conceptsOf(listed: XmlElement | undefined, local: string): NinjsConcept[] | undefined {
  return unlessEmpty(
    children(listed, local)
      .slice(0, maxConcepts)
      .flatMap((element) => {
        const name = textOf(element) || undefined;
        const literal = attr(element, 'value') ?? attr(element, 'location-code');
        return name === undefined && literal === undefined ? [] : [defined({ name, literal })];
      }),
  );
}

/** Who sent and who distributes the document. */
export function infoSourcesOf(
  docdata: XmlElement | undefined,
  bodyHead: XmlElement | undefined,
): NinjsItem['infoSources'] {
  const senders = descendants(child(docdata, 'del-list'), 'from-src').map((source) =>
    attr(source, 'src-name'),
  );
  const distributors = children(bodyHead, 'distributor').map((element) => textOf(element));
  const named = (role: string, names: readonly (string | undefined)[]): { name: string; role: string }[] =>
    names.flatMap((name) => (name === undefined || name === '' ? [] : [{ name, role }]));
  return unlessEmpty([...named('sender', senders), ...named('distributor', distributors)]);
}
