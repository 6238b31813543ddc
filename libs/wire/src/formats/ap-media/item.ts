import type { Editorial, NinjsItem, Warning } from '#contracts';
import type { DispatchDraft } from '../../dispatch/index.js';
import { plainLine, plainText } from '../../html/index.js';
import type { ReadContext } from '../../reader.js';
import { WireError } from '../../wire-error.js';
import { concepts } from '../ninjs/concepts.js';
import { renditions } from '../ninjs/media.js';
import { newsObject } from '../ninjs/news-object.js';
import { datelineField } from '../support/dateline-field.js';
import { defined, unlessEmpty } from '../support/defined.js';
import { instantOf } from '../support/instants.js';
import { asString, isObject, JsonRecord } from '../support/json-record.js';
import { apAssociations } from './associations.js';
import { embargoOf, signalOf } from './editorial-types.js';
import { readStory } from './story.js';

/**
 * What an item of AP's Media API says. It is a dialect of ninjs 1 with an identity of its own: the story is the
 * `itemid`; the `uri` is an address that carries a session's tokens and the `etag` names one filing.
 *
 * @throws WireError `item_invalid` | `not_a_dispatch`
 */
export function readApItem(source: unknown, context: ReadContext): DispatchDraft {
  if (!isObject(source)) throw new WireError('item_invalid', 'the item is no JSON object');
  const item = new JsonRecord(source);
  const id = item.record('altids')?.string('itemid') ?? item.string('itemid');
  const headline = item.string('headline', 'title');
  if (id === undefined && headline === undefined) {
    throw new WireError('not_a_dispatch', 'the item has neither an itemid nor a headline');
  }
  const warnings: Warning[] = [];
  const story = readStory(item, warnings);
  const common = newsObject(item, context);
  const byline = bylineOf(item) ?? story?.byline;
  return {
    format: 'ap-media',
    item: {
      ...common,
      ...defined<Partial<NinjsItem>>({
        expires: instantOf(item.string('expires', 'itemexpiredatetime'), context),
        usageTerms: linesOf(item, 'usageterms'),
        edNote: linesOf(item, 'ednote', 'specialinstructions'),
        by: byline,
        located: plainLine(item.record('datelinelocation')?.string('city') ?? '') || undefined,
        descriptions: unlessEmpty(descriptionsOf(common)),
        organisations: concepts([
          ...item.list('organization', 'organizations'),
          ...item.list('company', 'companies'),
        ]),
        infoSources: unlessEmpty(sourcesOf(item, common)),
        renditions: renditions(item),
        associations: apAssociations(item, id, context),
      }),
    },
    storyKey: id,
    version: item.string('version', 'recordsequencenumber'),
    versionCreatedRaw: item.string('versioncreated', 'lastmodifieddatetime', 'arrivaldatetime'),
    firstCreatedRaw: item.string('firstcreated'),
    embargoRaw: embargoOf(item),
    pubStatusRaw: item.string('pubstatus'),
    signal: signalOf(item),
    targets: targetsOf(item, id),
    declaredLanguage: item.string('language'),
    body: story?.body,
    headlineRaw: headline ?? story?.headline,
    editorial: defined<Partial<Editorial>>({
      byline,
      dateline: datelineField(item.string('dateline') ?? story?.dateline, context),
      priority: item.string('editorialpriority', 'priority'),
      category: categoriesOf(item),
      keywords: namesOf(item.list('keywords', 'keywordlines')),
      wordCount: wordCountOf(item),
    }),
    warnings,
  };
}

/** AP names the writers of a text, of pictures the photographer. */
function bylineOf(item: JsonRecord): string | undefined {
  const writers = item.list('bylines', 'byline').flatMap((member) => {
    const record = JsonRecord.of(member);
    return plainLine(asString(member) ?? record?.string('by', 'name') ?? '') || [];
  });
  if (writers.length > 0) return [...new Set(writers)].join('; ');
  return plainLine(item.record('photographer')?.string('name') ?? '') || undefined;
}

function descriptionsOf({ descriptions }: Partial<NinjsItem>): NonNullable<NinjsItem['descriptions']> {
  return (descriptions ?? []).filter(({ role }) => role !== 'creditline');
}

function sourcesOf(item: JsonRecord, common: Partial<NinjsItem>): NonNullable<NinjsItem['infoSources']> {
  const provider = item.record('provider')?.string('name') ?? asString(item.get('provider'));
  const credit = item.string('description_creditline');
  return [
    ...(common.infoSources ?? []),
    ...(credit === undefined ? [] : [{ name: plainLine(credit), role: 'credit' }]),
    ...(provider === undefined ? [] : [{ name: plainLine(provider), role: 'provider' }]),
  ];
}

/** The one item that AP's `refersto` names, when it is another. */
function targetsOf(item: JsonRecord, id: string | undefined): string[] {
  return namesOf(item.list('refersto')).filter((target) => target !== id);
}

/** Code and name of the subjects that AP sorts its wires by: `a` Domestic News, `ent` Entertainment. */
function categoriesOf(item: JsonRecord): string[] {
  const sorting = item.list('subject', 'subjects').filter((member) => {
    const rels = JsonRecord.of(member)?.list('rels', 'rel') ?? [];
    return rels.some((rel) => rel === 'category' || rel === 'suppcategory');
  });
  const found = [...sorting, ...item.list('categories'), ...item.list('suppcategories')].flatMap((member) => {
    const record = JsonRecord.of(member);
    return [record?.string('code'), record?.string('name')].filter((name) => name !== undefined);
  });
  return [...new Set(found)];
}

function wordCountOf(item: JsonRecord): number | undefined {
  const rendition = item.record('renditions')?.record('nitf');
  return rendition?.integer('words') ?? item.record('main')?.integer('words');
}

function linesOf(item: JsonRecord, ...names: string[]): string | undefined {
  const lines = names.flatMap((name) => item.list(name)).map((line) => plainText(asString(line) ?? ''));
  return lines.filter((line) => line !== '').join('\n') || undefined;
}

function namesOf(values: readonly unknown[]): string[] {
  return values.flatMap((value) => plainLine(asString(value) ?? '') || []);
}
