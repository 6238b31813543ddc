import type { WirePage } from './wire-list.js';
import type { WireRow } from './wire-row.js';

/** A row for specs: story `n` of an invented wire, one minute older than story `n - 1`. */
export function rowOf(n: number, members: Partial<WireRow> = {}): WireRow {
  const at = new Date(Date.UTC(2022, 4, 24, 12, 0) - n * 60_000).toISOString();
  return {
    storyId: `story-${n}`,
    groupId: `group-${n}`,
    revision: 1,
    status: 'usable',
    statusReason: null,
    originalKilled: false,
    signal: 'new',
    corrected: false,
    provider: 'nordwire',
    headline: `Headline ${n}`,
    language: 'en',
    versionCreated: at,
    receivedAt: at,
    embargoedUntil: null,
    version: '1',
    versionCount: 1,
    alsoFrom: [],
    highlight: null,
    item: {
      uri: `urn:nordwire:${n}`,
      bodies: [{ role: 'main', contentType: 'text/html', value: '<p>Text.</p>' }],
    },
    touchedAt: null,
    ...members,
  };
}

/** A page of a search for specs. */
export function pageOf(rows: readonly WireRow[], members: Partial<WirePage> = {}): WirePage {
  return {
    rows,
    cursor: null,
    total: rows.length,
    totalRelation: 'eq',
    facets: {},
    warnings: [],
    ...members,
  };
}
