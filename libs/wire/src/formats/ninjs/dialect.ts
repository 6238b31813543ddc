import type { FormatName } from '#contracts';
import { isObject, JsonRecord } from '../support/json-record.js';

type NinjsFormat = Extract<FormatName, 'ninjs-1' | 'ninjs-2' | 'ninjs-3'>;

const camelCase = [
  'versionCreated',
  'firstCreated',
  'contentCreated',
  'pubStatus',
  'embargoedUntil',
  'edNote',
  'usageTerms',
  'copyrightHolder',
  'copyrightNotice',
  'infoSources',
  'altIds',
  'rightsInfo',
  'representationType',
  'digitalSourceType',
  'eventDetails',
  'plannedCoverage',
];
const plural = [
  'headlines',
  'bodies',
  'descriptions',
  'subjects',
  'people',
  'places',
  'organisations',
  'genres',
  'objects',
  'infosources',
  'by',
];

/** Which generation of ninjs an object is: by what it says of itself, else by how its members are named. */
export function generationOf(source: Readonly<Record<string, unknown>>): NinjsFormat {
  const standard = JsonRecord.of(source['standard']) ?? JsonRecord.of(source['$standard']);
  const declared =
    /^([123])(?:\.|$)/.exec(standard?.string('version') ?? '')?.[1] ??
    /_([123])\./.exec(standard?.string('schema') ?? '')?.[1];
  if (declared === '1') return 'ninjs-1';
  if (declared === '2') return 'ninjs-2';
  if (declared === '3') return 'ninjs-3';
  if (hasCamelCase(source)) return 'ninjs-3';
  const arrays = ['associations', 'renditions', 'altids'].some((name) => Array.isArray(source[name]));
  return arrays || plural.some((name) => name in source) ? 'ninjs-2' : 'ninjs-1';
}

function hasCamelCase(source: Readonly<Record<string, unknown>>): boolean {
  if (camelCase.some((name) => name in source)) return true;
  return ['headlines', 'bodies', 'descriptions', 'renditions'].some((name) => {
    const value = source[name];
    return (
      Array.isArray(value) &&
      value.some((part) => isObject(part) && ('contentType' in part || 'sizeInBytes' in part))
    );
  });
}

/** Why an object is no dispatch although it is JSON of this family; undefined when it may be one. */
export function whyNoDispatch(source: Readonly<Record<string, unknown>>): string | undefined {
  const kind = (typeof source['type'] === 'string' ? source['type'] : '').toLowerCase();
  const itemType = (typeof source['item_type'] === 'string' ? source['item_type'] : '').toLowerCase();
  if (
    '$schema' in source ||
    ['properties', 'patternProperties', '$defs'].some((name) => isObject(source[name]))
  ) {
    return 'a JSON schema';
  }
  if (kind === 'event' || itemType === 'event' || 'eventDetails' in source) return 'an event';
  if (kind === 'planning' || itemType === 'planning' || 'plannedCoverage' in source) return 'a planning item';
  if (
    'coverages' in source ||
    ('dates' in source && ('calendars' in source || 'definition_short' in source))
  ) {
    return 'an entry of a diary';
  }
  return undefined;
}

const strong =
  /"(?:versioncreated|versionCreated|body_html|body_text|body_xhtml|headline|headlines|bodies|pubstatus|pubStatus|firstcreated|firstCreated|description_text|slugline)"\s*:/g;
const others =
  /"(?:version"\s*:\s*"https?:\/\/jsonfeed|home_page_url|feed_url|entry_id|api_version|article_html|teaser_html|altids"\s*:\s*\{\s*"itemid|etag"\s*:\s*"[^"]*",\s*"type"|versionedGuid)/;

/** How sure it is that a text is ninjs, 0–1. Any other JSON is taken last, to be refused by name. */
export function sniffNinjs(head: string): number {
  const start = head.trimStart();
  if (!start.startsWith('{') && !start.startsWith('[')) return 0;
  if (/iptc\.org\/std\/ninjs/.test(start)) return 0.95;
  if (others.test(start)) return 0.1;
  const marks = new Set(start.match(strong)).size;
  const named = /"(?:uri|guid)"\s*:/.test(start);
  if (named && marks > 0) return 0.9;
  return marks > 1 ? 0.8 : named ? 0.6 : 0.2;
}
