import type { NinjsConcept, NinjsItem, NinjsSubject } from '#contracts';
import { element, textElement, type Content, type Markup } from '../markup.js';
import type { Writable } from '../writer.js';
import { conceptElement, roleCode } from './coded.js';

/** What is said of the content, in the order of the standard. */
export function contentMeta({ item, editorial }: Writable): Markup | undefined {
  const contents = [
    item.urgency === undefined ? undefined : element('urgency', {}, String(item.urgency)),
    textElement('contentCreated', item.contentCreated),
    located(item, editorial?.dateline?.country),
    ...sources(item),
    ...(item.altIds ?? []).map(({ role, value }) => textElement('altId', value, { type: roleCode(role) })),
    item.language === undefined ? undefined : element('language', { tag: item.language }),
    ...(item.genres ?? []).map((genre) => conceptElement('genre', genre)),
    ...(editorial?.keywords ?? []).map((keyword) => textElement('keyword', keyword)),
    ...subjects(item),
    textElement('slugline', item.slugline),
    ...headlines(item),
    textElement('dateline', editorial?.dateline?.text),
    textElement('by', item.by ?? editorial?.byline),
    textElement('creditline', item.infoSources?.find(({ role }) => role === 'credit')?.name),
    ...(item.descriptions ?? []).map(({ role, value }) =>
      textElement('description', value, { role: roleCode(role) }),
    ),
  ];
  return contents.every((content) => content === undefined)
    ? undefined
    : element('contentMeta', {}, ...contents);
}

function located({ located: place }: NinjsItem, country: string | undefined): Content {
  if (place === undefined) return undefined;
  const above =
    country === undefined
      ? undefined
      : element('broader', { type: 'role:country' }, textElement('name', country));
  return element('located', {}, textElement('name', place), above);
}

/** Provider and credit have elements of their own. */
function sources({ infoSources = [] }: NinjsItem): Content[] {
  const of = (name: string, known: (role: string | undefined) => boolean): Content[] =>
    infoSources
      .filter(({ role }) => known(role))
      .map((source) => conceptElement(name, source, { role: roleCode(source.role) }));
  const own = new Set(['provider', 'credit', 'creator', 'contributor']);
  return [
    ...of('infoSource', (role) => role === undefined || !own.has(role)),
    ...of('creator', (role) => role === 'creator'),
    ...of('contributor', (role) => role === 'contributor'),
  ];
}

/** The main headline says so; the standard knows no order but by role or rank. */
function headlines({ headlines: found = [] }: NinjsItem): Content[] {
  return found.map(({ role, value }, index) =>
    textElement('headline', value, {
      role: roleCode(index === 0 ? (role ?? 'main') : role) ?? 'role:alternative',
    }),
  );
}

const natures = {
  people: 'person',
  organisations: 'organisation',
  places: 'geoArea',
  events: 'event',
  objects: 'object',
} as const;

/** Persons, organisations, places, events and objects are subjects whose type says what they are. */
function subjects(item: NinjsItem): Content[] {
  const types = new Map<string, string>();
  const named: NinjsConcept[] = [];
  for (const kind of ['people', 'organisations', 'places', 'events', 'objects'] as const) {
    for (const concept of item[kind] ?? []) {
      if (types.has(keyOf(concept))) continue;
      types.set(keyOf(concept), `cpnat:${natures[kind]}`);
      named.push(concept);
    }
  }
  const own = item.subjects ?? [];
  const known = new Set(own.map(keyOf));
  return [...own, ...named.filter((concept) => !known.has(keyOf(concept)))].map((subject: NinjsSubject) =>
    conceptElement('subject', subject, {
      type: types.get(keyOf(subject)),
      relevance: subject.relevance,
      confidence: subject.confidence,
    }),
  );
}

function keyOf({ name, uri, literal }: NinjsConcept): string {
  return JSON.stringify([name, uri, literal]);
}
