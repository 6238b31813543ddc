import { newsTypes, pubStatuses, type NinjsItem } from '#contracts';
import { plainLine, plainText } from '../../html/index.js';
import type { ReadContext } from '../../reader.js';
import { uriOf } from '../support/addresses.js';
import { defined, unlessEmpty } from '../support/defined.js';
import { instantOf } from '../support/instants.js';
import { concepts, genres, infoSources, subjects } from './concepts.js';
import { descriptions, headlines, headlineText } from './contents.js';
import { asString, isObject, JsonRecord } from '../support/json-record.js';

const typeNames: Readonly<Record<string, (typeof newsTypes)[number]>> = {
  article: 'text',
  story: 'text',
  photo: 'picture',
  image: 'picture',
  preformatted: 'text',
  package: 'composite',
};

/** What an item and an association have in common, mapped to ninjs 3.1. */
export function newsObject(record: JsonRecord, context: ReadContext): Omit<Partial<NinjsItem>, 'uri'> {
  const text = (...names: string[]): string | undefined => {
    const value = record.string(...names);
    return value === undefined ? undefined : plainText(value) || undefined;
  };
  const line = (...names: string[]): string | undefined => {
    const value = record.string(...names);
    return value === undefined ? undefined : plainLine(value) || undefined;
  };
  return defined({
    type: typeOf(record.string('type')),
    representationType: representation(record.string('representationtype')),
    profile: record.string('profile'),
    version: record.string('version'),
    firstCreated: instantOf(record.string('firstcreated'), context),
    versionCreated: instantOf(record.string('versioncreated'), context),
    contentCreated: instantOf(record.string('contentcreated'), context),
    expires: instantOf(record.string('expires', 'expiry'), context),
    pubStatus: pubStatuses.find((status) => status === record.string('pubstatus')?.toLowerCase()),
    urgency: urgency(record.integer('urgency')),
    copyrightHolder: text('copyrightholder'),
    copyrightNotice: text('copyrightnotice'),
    usageTerms: text('usageterms'),
    edNote: text('ednote'),
    language: record.string('language'),
    title: line('title'),
    by: line('by', 'byline'),
    slugline: line('slugline'),
    located: located(record),
    headlines: unlessEmpty(
      headlines(record).map((headline) => ({ role: headline.role ?? 'main', value: headlineText(headline) })),
    ),
    descriptions: descriptions(record),
    people: concepts(record.list('people', 'person')),
    organisations: concepts(record.list('organisations', 'organisation', 'organizations')),
    places: concepts(record.list('places', 'place')),
    subjects: subjects(record.list('subjects', 'subject')),
    events: concepts(record.list('events', 'event')),
    objects: concepts(record.list('objects', 'object')),
    infoSources: unlessEmpty([
      ...infoSources(record.list('infosources', 'infosource')),
      ...infoSources(record.list('source'), 'source'),
      ...infoSources(record.list('creditline'), 'credit'),
      ...infoSources(record.list('authors'), 'author'),
    ]),
    genres: genres(record.list('genres', 'genre')),
    altIds: altIdsOf(record),
    rightsInfo: rights(record.record('rightsinfo')),
  });
}

function typeOf(raw: string | undefined): NinjsItem['type'] {
  const name = raw?.trim().toLowerCase() ?? '';
  return (
    newsTypes.find((type) => type === name) ?? (Object.hasOwn(typeNames, name) ? typeNames[name] : undefined)
  );
}

function representation(raw: string | undefined): NinjsItem['representationType'] {
  const name = raw?.toLowerCase();
  if (name === 'complete' || name === 'full') return 'full';
  return name === 'incomplete' || name === 'partial' ? 'partial' : undefined;
}

function urgency(value: number | undefined): number | undefined {
  return value !== undefined && value >= 1 && value <= 9 ? value : undefined;
}

/** `located`, or the city of a Superdesk dateline. */
function located(record: JsonRecord): string | undefined {
  const direct = record.get('located');
  const place = asString(direct) ?? JsonRecord.of(direct)?.string('name', 'city');
  const city = record.record('dateline')?.record('located')?.string('city');
  const found = plainLine(place ?? city ?? '');
  return found === '' ? undefined : found;
}

/** `altids`: a list with roles (2, 3) or an object by role, whose values may be lists (1). */
export function altIdsOf(record: JsonRecord): NinjsItem['altIds'] {
  const found: { role?: string; value: string }[] = [];
  const add = (role: string | undefined, value: unknown): void => {
    if (Array.isArray(value)) value.forEach((part: unknown) => add(role, part));
    else {
      const text = typeof value === 'boolean' ? undefined : asString(value);
      if (text !== undefined && text.trim() !== '') found.push({ ...defined({ role }), value: text.trim() });
    }
  };
  const ids = record.get('altids');
  if (Array.isArray(ids)) {
    for (const member of ids as unknown[]) {
      const part = JsonRecord.of(member);
      add(part?.string('role'), part === undefined ? member : part.get('value'));
    }
  } else if (isObject(ids)) for (const [role, value] of Object.entries(ids)) add(role, value);
  for (const role of ['guid', 'usn', 'itemid', 'originaltransmissionreference', 'unique_name', 'family_id']) {
    if (role !== 'guid' || record.string('uri') !== undefined) add(role, record.get(role));
  }
  return unlessEmpty(found.slice(0, 200));
}

function rights(record: JsonRecord | undefined): NinjsItem['rightsInfo'] {
  if (record === undefined) return undefined;
  const linkedRights = uriOf(record.string('linkedrights'));
  const encodedRights = record.string('encodedrights');
  // The schema allows one of the two.
  if (linkedRights === undefined && encodedRights === undefined) return undefined;
  return defined({
    langId: uriOf(record.string('langid')),
    linkedRights,
    encodedRights: linkedRights === undefined ? encodedRights : undefined,
  });
}
