import type { estypes } from '@elastic/elasticsearch';
import { sha256 } from '#contracts';
import { textFields } from '#query';

/** The kinds of index; each name is an alias for reading, too. */
export const indexKinds = ['stories', 'filings', 'clusters'] as const;
export type IndexKind = (typeof indexKinds)[number];

/** What an index is like that is searched live; while one is filled it is refreshed rarely. */
export const liveRefresh = '1s';
export const fillingRefresh = '30s';

/**
 * What all indices share. Words come cut, folded and stemmed by #query (see `story-document.ts`), so that the analyser
 * only parts them at spaces: the cheapest there is, and of one mind with the matcher of streams and routes. The
 * similarity looks at the document alone, never at how often a word stands elsewhere: scores then stay the same while
 * copy comes in, on every replica, and a cursor by relevance neither skips nor repeats.
 */
export const sharedSettings = {
  number_of_shards: 1,
  auto_expand_replicas: '0-1',
  refresh_interval: liveRefresh,
  analysis: {
    tokenizer: { words: { type: 'whitespace', max_token_length: 2_000 } },
    analyzer: { words: { type: 'custom', tokenizer: 'words' } },
  },
  similarity: {
    mentions: {
      type: 'scripted',
      script: { source: 'return query.boost * doc.freq / (doc.freq + 2.0);' },
    },
  },
} satisfies estypes.IndicesIndexSettings;

/** Longer values than Lucene holds in one term (32,766 bytes) are not indexed instead of refused. */
const code = { type: 'keyword', ignore_above: 8_191 } as const;
/** Only sorted by and counted, never looked up. */
const key = { type: 'keyword', ignore_above: 8_191, index: false } as const;
const millis = { type: 'date', format: 'epoch_millis' } as const;
const instant = { type: 'date', format: 'strict_date_optional_time' } as const;
const kept = { type: 'object', enabled: false } as const;
/** Words with their places, for phrases and beginnings. */
const words = {
  type: 'text',
  analyzer: 'words',
  similarity: 'mentions',
  index_options: 'positions',
  norms: false,
} as const;
/** Which stems there are, each once. */
const stems = { type: 'text', analyzer: 'words', index_options: 'docs', norms: false } as const;

/** Text fields of the query language, and `head`: the default ones but for the body, to be asked at once. */
export const indexedFields = [...textFields, 'head'] as const;
export type IndexedField = (typeof indexedFields)[number];

function eachField<T extends estypes.MappingProperty>(property: T): { properties: Record<string, T> } {
  return { properties: Object.fromEntries(indexedFields.map((field) => [field, property])) };
}

const properties: Readonly<Record<IndexKind, Record<string, estypes.MappingProperty>>> = {
  stories: {
    storyId: key,
    status: code,
    groupId: code,
    clusterId: code,
    originalKilled: { type: 'boolean' },
    provider: code,
    feed: code,
    /** The tag and its wider ones: `fr-ca`, `fr`. */
    languages: code,
    baseLanguage: code,
    signal: code,
    version: code,
    versionNumber: { type: 'double' },
    urgency: { type: 'double' },
    wordCount: { type: 'double' },
    categories: code,
    subjects: code,
    itemUri: code,
    versionCreated: millis,
    receivedAt: millis,
    sortAt: millis,
    day: code,
    /** When the story first came into the index, or before: what came later is no part of an open reading. */
    indexedAt: millis,
    words: eachField(words),
    stems: eachField(stems),
    snapshot: kept,
  },
  filings: {
    dispatchId: code,
    transmissionId: code,
    storyId: code,
    provider: code,
    feed: code,
    version: code,
    versionCreated: instant,
    receivedAt: instant,
    outcome: code,
    reason: code,
    of: code,
    score: { type: 'float' },
    headline: { type: 'text', index: false },
    dateline: kept,
  },
  clusters: { clusterId: code, revision: { type: 'long' }, groups: code },
};

/** Marks a mapping, so that an index made by another version of it is noticed. */
export function mappingHash(kind: IndexKind): string {
  return sha256(JSON.stringify([sharedSettings.analysis, sharedSettings.similarity, properties[kind]])).slice(
    0,
    16,
  );
}

/** The mapping of a kind; members it does not name are refused, so that nothing grows by accident. */
export function mappingOf(kind: IndexKind): estypes.MappingTypeMapping {
  return { dynamic: 'strict', _meta: { hash: mappingHash(kind) }, properties: properties[kind] };
}
