import type { Editorial, NinjsItem, Signal } from '#contracts';
import type { DispatchDraft } from '../../dispatch/index.js';
import { cleanHtml, plainLine, plainText } from '../../html/index.js';
import type { ReadContext } from '../../reader.js';
import { WireError } from '../../wire-error.js';
import { associations, renditions } from '../ninjs/media.js';
import { newsObject } from '../ninjs/news-object.js';
import { datelineField } from '../support/dateline-field.js';
import { defined, unlessEmpty } from '../support/defined.js';
import { asString, isObject, JsonRecord } from '../support/json-record.js';
import { asNinjs } from './as-ninjs.js';

/** Edit states of Reuters' API; the guide of the API names these four. */
const editStates: Readonly<Record<string, Signal>> = {
  'edStat:N': 'new',
  'edStat:U': 'update',
  'edStat:C': 'correction',
  'edStat:D': 'kill',
};
const strongestFirst: readonly Signal[] = ['kill', 'correction', 'update', 'new'];

/**
 * What an item of the GraphQL interface says. Members that the query did not ask for are absent, others null. The
 * story is the `uri`, a tag without the version; `versionedGuid` is the same with the version behind a colon.
 *
 * @throws WireError `item_invalid` | `not_a_dispatch`
 */
export function readReutersItem(source: unknown, context: ReadContext): DispatchDraft {
  if (!isObject(source)) throw new WireError('item_invalid', 'the item is no JSON object');
  const item = new JsonRecord(asNinjs(source));
  const { story, version } = identityOf(item);
  const headline = item.string('headline');
  if (story === undefined && headline === undefined) {
    throw new WireError('not_a_dispatch', 'the item has neither an id nor a headline');
  }
  const common = newsObject(item, context);
  const body = bodyOf(item);
  const byline = plainLine(item.string('byline') ?? '') || undefined;
  const codes = namesOf(item.list('signal', 'signals'));
  const coded = codes.flatMap((code) => (Object.hasOwn(editStates, code) ? (editStates[code] ?? []) : []));
  const former = formerOf(item, story);
  return {
    format: 'reuters-json',
    item: {
      ...common,
      ...defined<Partial<NinjsItem>>({
        uri: story,
        by: byline,
        usageTerms: namesOf(item.list('usageterms')).join('\n') || undefined,
        located: common.located ?? locatedOf(item),
        descriptions: unlessEmpty(descriptionsOf(item, body !== undefined)),
        infoSources: unlessEmpty(sourcesOf(item, common)),
        renditions: renditions(item),
        associations: associations(item, context),
      }),
    },
    storyKey: story,
    version,
    versionCreatedRaw: item.string('versioncreated', 'sorttimestamp', 'contenttimestamp'),
    firstCreatedRaw: item.string('firstcreated'),
    embargoRaw: item.stringOrEmpty('embargoed'),
    pubStatusRaw: item.string('pubstatus'),
    signal:
      strongestFirst.find((signal) => coded.includes(signal)) ?? (former.length > 0 ? 'update' : undefined),
    signalCodes: codes,
    targets: former,
    declaredLanguage: item.string('language'),
    body,
    headlineRaw: headline,
    editorial: defined<Partial<Editorial>>({
      byline,
      dateline: datelineOf(item, context),
      keywords: namesOf(item.list('keyword', 'keywords')),
    }),
  };
}

const versioned = /^(?<guid>.+):(?<version>\d+)$/;

function identityOf(item: JsonRecord): { story: string | undefined; version: string | undefined } {
  const inside = versioned.exec(item.string('versionedguid')?.trim() ?? '')?.groups;
  return {
    story: item.string('uri')?.trim() ?? inside?.guid ?? item.string('versionedguid', 'usn')?.trim(),
    version: item.string('version') ?? inside?.version,
  };
}

function bodyOf(item: JsonRecord): DispatchDraft['body'] {
  for (const name of ['bodyxhtml', 'bodyxhtmlrich']) {
    const { html, plain } = cleanHtml(item.string(name) ?? '');
    if (plain !== '') return { html, plain };
  }
  return undefined;
}

/** The caption and the intro; the first characters of the text, `fragment`, only where the text itself is not. */
function descriptionsOf(item: JsonRecord, hasBody: boolean): NonNullable<NinjsItem['descriptions']> {
  const found = [
    { role: 'caption', value: plainText(item.string('caption') ?? '') },
    { role: 'summary', value: plainText(item.string('intro') ?? '') },
  ].filter(({ value }) => value !== '');
  const fragment = hasBody || found.length > 0 ? '' : plainText(item.string('fragment') ?? '');
  return fragment === '' ? found : [{ role: 'summary', value: fragment }];
}

function locatedOf(item: JsonRecord): string | undefined {
  const place = item.list('subjectlocation', 'located').map((member) => {
    return plainLine(asString(member) ?? JsonRecord.of(member)?.string('city', 'name', 'countryname') ?? '');
  });
  return place.find((name) => name !== '');
}

function sourcesOf(item: JsonRecord, common: Partial<NinjsItem>): NonNullable<NinjsItem['infoSources']> {
  const credit = plainLine(item.string('credit') ?? '');
  return [...(common.infoSources ?? []), ...(credit === '' ? [] : [{ name: credit, role: 'credit' }])];
}

/** `dateLine` is a dateline or nothing but a date; only the first says more than the text does. */
function datelineOf(item: JsonRecord, context: ReadContext): Editorial['dateline'] {
  const found = datelineField(item.string('dateline'), context);
  return found?.place === undefined ? undefined : found;
}

/** The stories that this one has grown out of: an update may come under an id of its own. */
function formerOf(item: JsonRecord, story: string | undefined): string[] {
  return item.list('evolvedfrom').flatMap((member) => {
    const uri = asString(member) ?? JsonRecord.of(member)?.string('uri', 'versionedguid');
    return uri === undefined || uri === story ? [] : [uri.trim()];
  });
}

function namesOf(values: readonly unknown[]): string[] {
  return values.flatMap((value) => plainText(asString(value) ?? '') || []);
}
