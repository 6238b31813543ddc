import type { NinjsConcept, NinjsItem, NinjsSubject } from '#contracts';
import { attr, children, child, descend, textOf, type XmlElement } from '../../xml/index.js';
import { defined, unlessEmpty } from '../support/defined.js';
import { coded, nameOf, tail } from './codes.js';
import { blockText } from './item-meta.js';

const maxConcepts = 2_000;

export interface Headline {
  readonly role: string;
  readonly value: string;
}

/** Headlines, the main one first: the one of the lowest rank, or whose role says so; the rest by role or rank. */
export function headlinesOf(contentMeta: XmlElement | undefined): Headline[] {
  const found = children(contentMeta, 'headline')
    .map((element) => ({
      value: textOf(element),
      role: tail(attr(element, 'role')),
      rank: attr(element, 'rank'),
    }))
    .filter(({ value }) => value !== '');
  const order = ({ role, rank }: (typeof found)[number]): number => {
    if (role === 'main') return -1;
    return rank !== undefined && /^\d{1,4}$/.test(rank) ? Number(rank) : role === undefined ? 0 : 1;
  };
  return found
    .map((headline, index) => ({ ...headline, index }))
    .sort((one, other) => order(one) - order(other) || one.index - other.index)
    .map(({ value, role, rank }, index) => ({
      value,
      role: index === 0 ? 'main' : (role ?? (rank === undefined ? 'alternative' : `rank-${rank}`)),
    }));
}

export function descriptionsOf(contentMeta: XmlElement | undefined): NinjsItem['descriptions'] {
  return unlessEmpty(
    children(contentMeta, 'description').flatMap((element) => {
      const value = blockText(element);
      const role = tail(attr(element, 'role'));
      return value === '' ? [] : [role === undefined ? { value } : { role, value }];
    }),
  );
}

/** Subjects, with persons, organisations, places, events and objects also under their own kind. */
export function subjectsOf(
  contentMeta: XmlElement | undefined,
  schemes: ReadonlyMap<string, string>,
): Pick<Partial<NinjsItem>, 'subjects' | 'people' | 'organisations' | 'places' | 'events' | 'objects'> {
  const subjects: NinjsSubject[] = [];
  const kinds: Record<Kind, NinjsConcept[]> = {
    person: [],
    organisation: [],
    place: [],
    event: [],
    object: [],
  };
  const seen = new Set<string>();
  for (const element of children(contentMeta, 'subject').slice(0, maxConcepts)) {
    const concept = coded(element, schemes);
    const key = JSON.stringify(concept);
    if (concept === undefined || seen.has(key)) continue;
    seen.add(key);
    subjects.push({
      ...concept,
      ...defined({
        relevance: percent(attr(element, 'relevance')),
        confidence: percent(attr(element, 'confidence')),
      }),
    });
    const kind = natures.get(tail(attr(element, 'type')) ?? '');
    if (kind !== undefined && concept.name !== undefined) kinds[kind].push(concept);
  }
  return defined({
    subjects: unlessEmpty(subjects),
    people: unlessEmpty(kinds.person),
    organisations: unlessEmpty(kinds.organisation),
    places: unlessEmpty(kinds.place),
    events: unlessEmpty(kinds.event),
    objects: unlessEmpty(kinds.object),
  });
}

type Kind = 'person' | 'organisation' | 'place' | 'event' | 'object';

/** Natures of concepts: http://cv.iptc.org/newscodes/cpnature/ */
const natures: ReadonlyMap<string, Kind> = new Map([
  ['person', 'person'],
  ['organisation', 'organisation'],
  ['geoArea', 'place'],
  ['poi', 'place'],
  ['event', 'event'],
  ['object', 'object'],
]);

export function genresOf(
  contentMeta: XmlElement | undefined,
  schemes: ReadonlyMap<string, string>,
): NinjsItem['genres'] {
  return unlessEmpty(children(contentMeta, 'genre').flatMap((element) => coded(element, schemes) ?? []));
}

/** Who provided and who made the item: provider, sources, creators, contributors, credit. */
export function infoSourcesOf(
  itemMeta: XmlElement | undefined,
  contentMeta: XmlElement | undefined,
  schemes: ReadonlyMap<string, string>,
): NinjsItem['infoSources'] {
  const sources = (parent: XmlElement | undefined, local: string): NonNullable<NinjsItem['infoSources']> =>
    children(parent, local).flatMap((element) => {
      const name = nameOf(element);
      const source = coded(element, schemes);
      return name === undefined && source === undefined
        ? []
        : [{ ...source, ...defined({ name }), role: tail(attr(element, 'role')) ?? local }];
    });
  const credit = textOf(child(contentMeta, 'creditline'));
  return unlessEmpty([
    ...sources(itemMeta, 'provider'),
    ...sources(contentMeta, 'infoSource'),
    ...sources(contentMeta, 'creator'),
    ...sources(contentMeta, 'contributor'),
    ...(credit === '' ? [] : [{ name: credit, role: 'credit' }]),
  ]);
}

/** The place the copy comes from, and the country above it. */
export function locatedOf(contentMeta: XmlElement | undefined): { place?: string; country?: string } {
  const element = children(contentMeta, 'located').find((candidate) => nameOf(candidate) !== undefined);
  const country = children(element, 'broader').find((candidate) => {
    return /country/i.test(attr(candidate, 'type') ?? '') || attr(candidate, 'type') === 'cptType:5';
  });
  return defined({ place: nameOf(element), country: nameOf(country) });
}

export function languageOf(item: XmlElement, contentMeta: XmlElement | undefined): string | undefined {
  const declared = children(contentMeta, 'language').find((element) => attr(element, 'tag') !== undefined);
  return attr(declared, 'tag') ?? inlineLanguage(item) ?? attr(item, 'xml:lang');
}

function inlineLanguage(item: XmlElement): string | undefined {
  return attr(descend(item, 'contentSet', 'inlineXML'), 'xml:lang');
}

export function altIdsOf(contentMeta: XmlElement | undefined): { role?: string; value: string }[] {
  return children(contentMeta, 'altId').flatMap((element) => {
    const value = textOf(element) || attr(element, 'id');
    return value === undefined ? [] : [{ ...defined({ role: tail(attr(element, 'type')) }), value }];
  });
}

export function urgencyOf(contentMeta: XmlElement | undefined): number | undefined {
  const text = textOf(child(contentMeta, 'urgency'));
  return /^[1-9]$/.test(text) ? Number(text) : undefined;
}

export function keywordsOf(contentMeta: XmlElement | undefined): string[] {
  return children(contentMeta, 'keyword')
    .map(textOf)
    .filter((keyword) => keyword !== '');
}

function percent(raw: string | undefined): number | undefined {
  return raw !== undefined && /^\d{1,3}$/.test(raw) && Number(raw) <= 100 ? Number(raw) : undefined;
}
