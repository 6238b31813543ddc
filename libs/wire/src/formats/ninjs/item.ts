import type { Editorial, Signal, Warning } from '#contracts';
import type { DispatchDraft } from '../../dispatch/index.js';
import { plainLine } from '../../html/index.js';
import type { ReadContext } from '../../reader.js';
import { WireError } from '../../wire-error.js';
import { defined } from '../support/defined.js';
import { body, bodyOf, headlines } from './contents.js';
import { generationOf, whyNoDispatch } from './dialect.js';
import { asString, isObject, JsonRecord } from '../support/json-record.js';
import { associations, renditions } from './media.js';
import { newsObject } from './news-object.js';

const media = new Set(['picture', 'graphic', 'audio', 'video']);

/**
 * What one ninjs object says, of any generation and dialect.
 *
 * @throws WireError `not_a_dispatch` | `ninjs_invalid`
 */
export function readNinjsItem(source: unknown, context: ReadContext): DispatchDraft {
  if (!isObject(source)) throw new WireError('ninjs_invalid', 'the item is no JSON object');
  const reason = whyNoDispatch(source);
  if (reason !== undefined) throw new WireError('not_a_dispatch', `this is ${reason}`);
  const record = new JsonRecord(source);
  const common = newsObject(record, context);
  const uri = record.string('uri', 'guid', '_id');
  const headline = headlines(record)[0];
  const content = body(record);
  if (uri === undefined && headline === undefined && content === undefined) {
    throw new WireError('ninjs_invalid', 'the object has neither an id nor a headline nor a body');
  }
  // Pictures repeat their caption where texts have their body.
  const isCaption = common.type !== undefined && media.has(common.type) && content !== undefined;
  const caption = isCaption && common.descriptions === undefined ? plainLine(content.value) : undefined;
  return {
    format: generationOf(source),
    item: {
      ...common,
      ...defined({
        uri,
        descriptions: caption === undefined ? undefined : [{ role: 'caption', value: caption }],
        renditions: renditions(record),
        associations: associations(record, context),
      }),
    },
    storyKey: record.string('usn') ?? uri,
    version: record.string('version', '_current_version'),
    versionCreatedRaw: record.string('versioncreated', '_updated'),
    firstCreatedRaw: record.string('firstcreated'),
    embargoRaw: embargoOf(record),
    pubStatusRaw: statusOf(record),
    signal: signalOf(record),
    signalCodes: signalCodesOf(record),
    targets: targetsOf(record),
    declaredLanguage: record.string('language', 'lang'),
    body: content === undefined || isCaption ? undefined : bodyOf(content),
    headlineRaw: headline?.value,
    editorial: editorialOf(record, content?.wordCount),
    warnings: warningsOf(record),
  };
}

function embargoOf(record: JsonRecord): string | undefined {
  const direct = record.stringOrEmpty('embargoeduntil', 'embargoed', 'embargo');
  return direct ?? record.record('schedule_settings')?.string('utc_embargo');
}

/** A killed or recalled state of a newsroom system outranks a status that still says usable. */
function statusOf(record: JsonRecord): string | undefined {
  const state = `${record.string('state') ?? ''} ${record.string('operation') ?? ''}`.toLowerCase();
  return /\b(?:killed|kill|recalled|takedown|unpublished)\b/.test(state)
    ? 'canceled'
    : record.string('pubstatus');
}

function signalOf(record: JsonRecord): Signal | undefined {
  const state = `${record.string('state') ?? ''} ${record.string('operation') ?? ''}`.toLowerCase();
  if (/\b(?:killed|kill|recalled|takedown|unpublished)\b/.test(state)) return 'kill';
  if (/\b(?:corrected|correct|correction)\b/.test(state)) return 'correction';
  return record.string('evolvedfrom', 'rewrite_of') === undefined ? undefined : 'update';
}

function signalCodesOf(record: JsonRecord): string[] {
  const codes = record.list('signals', 'signal').flatMap((member) => {
    return asString(member) ?? JsonRecord.of(member)?.string('qcode', 'code', 'literal', 'uri', 'name') ?? [];
  });
  const named = record.record('signals');
  const update = named?.string('updatetype') ?? record.string('updatetype');
  if (update !== undefined) codes.push(`updatetype:${update}`);
  if (named?.get('retransmission') === true) codes.push('retransmission');
  return codes;
}

/** The items that this one takes the place of. */
function targetsOf(record: JsonRecord): string[] {
  return record.list('evolvedfrom', 'rewrite_of', 'replacing').flatMap((member) => {
    return asString(member) ?? JsonRecord.of(member)?.string('uri', 'guid') ?? [];
  });
}

function editorialOf(record: JsonRecord, wordCount: number | undefined): Partial<Editorial> {
  const dateline = record.record('dateline');
  const place = dateline?.record('located');
  const text = dateline?.string('text') ?? asString(record.get('dateline'));
  const source = dateline?.string('source');
  return defined({
    byline: lineOf(record.string('by', 'byline')),
    priority: record.string('priority'),
    sequence: record.string('ingest_provider_sequence', 'sequence'),
    takeKey: record.string('anpa_take_key', 'takekey'),
    category: record.list('service', 'anpa_category', 'category', 'categories').flatMap(names),
    keywords: keywordsOf(record),
    wordCount: wordCount ?? record.integer('wordcount'),
    dateline:
      text === undefined || text.trim() === ''
        ? undefined
        : {
            text: plainLine(text),
            ...defined({ place: place?.string('city'), country: place?.string('country') }),
            agencies: source === undefined ? [] : [source],
          },
  });
}

function lineOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : plainLine(text);
}

/** Code and name of a category: either may be what a newsroom sorts by. */
function names(member: unknown): string[] {
  const text = asString(member);
  if (text !== undefined) return text.trim() === '' ? [] : [text.trim()];
  const record = JsonRecord.of(member);
  return [record?.string('qcode', 'code'), record?.string('name')].filter((name) => name !== undefined);
}

/** Keywords come as names, as objects or as one string, `tides+ferries`. */
function keywordsOf(record: JsonRecord): string[] {
  const joined = asString(record.get('keywords', 'keyword'));
  const keywords = joined === undefined ? record.list('keywords', 'keyword') : joined.split(/[+;,]/);
  return keywords
    .map((member) => asString(member) ?? JsonRecord.of(member)?.string('name', 'value', 'literal') ?? '')
    .map((keyword) => keyword.trim())
    .filter((keyword) => keyword !== '');
}

function warningsOf(record: JsonRecord): Warning[] {
  const raw = record.get('urgency');
  const value = record.integer('urgency');
  if (raw === undefined || raw === '' || (value !== undefined && value >= 1 && value <= 9)) return [];
  return [
    { code: 'urgency_out_of_range', detail: `urgency ${JSON.stringify(raw)} is no number from 1 to 9` },
  ];
}
