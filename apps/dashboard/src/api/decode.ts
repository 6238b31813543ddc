import type { Editorial, NinjsItem, Signal, StoryStatus } from '#contracts';
import type { FacetValue, WireChange, WirePage } from '../lib/wire-list.js';
import { emptied, type AlsoFrom, type RowHighlight, type WireRow } from '../lib/wire-row.js';
import { listOf, numberOf, objectOf, objectsOf, oneOf, textOf, type JsonObject } from './json.js';

const statuses = ['usable', 'canceled', 'withheld', 'embargoed'] as const satisfies readonly StoryStatus[];
const signals = [
  'new',
  'update',
  'correction',
  'kill',
  'withhold',
  'advisory',
  'resend',
] as const satisfies readonly Signal[];

/** A story with what only its own page shows. */
export interface StoryDetail {
  readonly row: WireRow;
  readonly editorial: Partial<Editorial>;
  readonly plain: string | null;
  readonly feed: string | null;
  readonly format: string | null;
  readonly transmissionId: string | null;
  readonly warnings: readonly { readonly code: string; readonly detail: string }[];
}

/** One filing of a story, as `GET /v1/stories/{id}/versions` lists it. */
export interface VersionEntry {
  readonly dispatchId: string;
  readonly version: string | null;
  readonly versionCreated: string;
  readonly receivedAt: string;
  readonly signal: Signal | null;
  readonly status: StoryStatus | null;
  readonly headline: string | null;
  readonly current: boolean;
}

function itemOf(value: unknown): NinjsItem | null {
  const item = objectOf(value);
  // The server has validated the item; here it only has to be an object with a uri.
  return item && textOf(item['uri']) !== null ? (item as unknown as NinjsItem) : null;
}

function headlineOf(source: JsonObject, item: NinjsItem | null): string {
  const main = item?.headlines?.find((candidate) => candidate.role === 'main') ?? item?.headlines?.[0];
  return (
    textOf(source['headline']) ?? textOf(main?.value) ?? textOf(item?.title) ?? textOf(item?.slugline) ?? ''
  );
}

function copiesOf(value: unknown): AlsoFrom[] {
  return objectsOf(value).flatMap((copy) => {
    const storyId = textOf(copy['storyId']);
    const provider = textOf(copy['provider']);
    return storyId && provider ? [{ storyId, provider, share: numberOf(copy['share']) }] : [];
  });
}

function highlightOf(value: unknown): RowHighlight | null {
  const highlight = objectOf(value);
  if (!highlight) return null;
  const body = listOf(highlight['body']).flatMap((fragment) => textOf(fragment) ?? []);
  return { headline: textOf(highlight['headline']), body };
}

/** A search hit, a story or the story of a stream event; null when it has no id. */
export function decodeRow(value: unknown): WireRow | null {
  const source = objectOf(value);
  const storyId = textOf(source?.['storyId']);
  if (!source || storyId === null) return null;
  const item = itemOf(source['item']);
  const versionCreated =
    textOf(source['versionCreated']) ?? textOf(item?.versionCreated) ?? textOf(source['receivedAt']) ?? '';
  return emptied({
    storyId,
    groupId: textOf(source['groupId']),
    revision: numberOf(source['revision']) ?? 0,
    // A status that this page does not know is no permission to print.
    status: oneOf(source['status'], statuses) ?? 'withheld',
    statusReason: textOf(source['statusReason']),
    originalKilled: source['originalKilled'] === true,
    signal: oneOf(source['signal'], signals),
    corrected: source['corrected'] === true,
    provider: textOf(source['provider']) ?? '',
    headline: headlineOf(source, item),
    language: textOf(source['language']) ?? textOf(item?.language),
    versionCreated,
    receivedAt: textOf(source['receivedAt']) ?? versionCreated,
    embargoedUntil: textOf(source['embargoedUntil']) ?? textOf(item?.embargoedUntil),
    version: textOf(source['version']) ?? textOf(item?.version),
    versionCount: numberOf(source['versionCount']),
    alsoFrom: copiesOf(source['alsoFrom'] ?? source['copies']),
    highlight: highlightOf(source['highlight']),
    item,
    touchedAt: null,
  });
}

/** What was mended, as `code` and `detail`; anything else is left out. */
function warningsOf(value: unknown): { code: string; detail: string }[] {
  return objectsOf(value).flatMap((entry) => {
    const code = textOf(entry['code']);
    return code === null ? [] : [{ code, detail: textOf(entry['detail']) ?? '' }];
  });
}

function facetsOf(value: unknown): Record<string, FacetValue[]> {
  const facets: Record<string, FacetValue[]> = {};
  for (const [name, entries] of Object.entries(objectOf(value) ?? {})) {
    facets[name] = objectsOf(entries).flatMap((entry) => {
      const text = textOf(entry['value']);
      return text === null ? [] : [{ value: text, count: numberOf(entry['count']) ?? 0 }];
    });
  }
  return facets;
}

/** A page of `GET /v1/search`. */
export function decodePage(value: unknown): WirePage {
  const page = objectOf(value) ?? {};
  return {
    rows: listOf(page['hits']).flatMap((hit) => decodeRow(hit) ?? []),
    cursor: textOf(page['cursor']),
    total: numberOf(page['total']) ?? 0,
    totalRelation: page['totalRelation'] === 'gte' ? 'gte' : 'eq',
    facets: facetsOf(page['facets']),
    warnings: warningsOf(page['warnings']),
  };
}

/**
 * The data of a `story` or `gone` event of the stream; null when it has no story. A story that expired or is held
 * back from this reader is gone: it carries ids and a revision, and none of its copy.
 */
export function decodeChange(name: 'story' | 'gone', data: string): WireChange | null {
  const event = objectOf(JSON.parse(data));
  const row = decodeRow(event?.['story'] ?? event);
  return row && { row, gone: name === 'gone' || event?.['type'] === 'wire.story.expired.v1' };
}

/** `GET /v1/stories/{id}`. */
export function decodeStory(value: unknown): StoryDetail | null {
  const source = objectOf(value);
  const row = decodeRow(source);
  if (!source || !row) return null;
  return {
    row,
    editorial: objectOf(source['editorial']) ?? {},
    plain: row.item === null ? null : textOf(objectOf(source['text'])?.['plain']),
    feed: textOf(source['feed']),
    format: textOf(source['format']),
    transmissionId: textOf(source['transmissionId']),
    warnings: warningsOf(source['warnings']),
  };
}

/** `GET /v1/stories/{id}/versions`, in the server's order. */
export function decodeVersions(value: unknown): VersionEntry[] {
  return objectsOf(objectOf(value)?.['versions']).flatMap((entry) => {
    const dispatchId = textOf(entry['dispatchId']);
    if (dispatchId === null) return [];
    const receivedAt = textOf(entry['receivedAt']) ?? '';
    return [
      {
        dispatchId,
        version: textOf(entry['version']),
        versionCreated: textOf(entry['versionCreated']) ?? receivedAt,
        receivedAt,
        signal: oneOf(entry['signal'], signals),
        status: oneOf(entry['status'], statuses),
        headline: textOf(entry['headline']),
        current: entry['current'] === true,
      },
    ];
  });
}
