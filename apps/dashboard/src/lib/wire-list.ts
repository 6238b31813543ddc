import { emptied, isGone, type WireRow } from './wire-row.js';

/** One value of a facet with the number of rows that have it. */
export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

/** Numbers about the whole result, after rights. */
export interface Counts {
  readonly total: number;
  /** `gte` when the server stopped counting. */
  readonly totalRelation: 'eq' | 'gte';
  readonly facets: Readonly<Record<string, readonly FacetValue[]>>;
}

/** Something of the query that was mended instead of refused. */
export interface QueryWarning {
  readonly code: string;
  readonly detail: string;
}

/** One page of a search. */
export interface WirePage extends Counts {
  readonly rows: readonly WireRow[];
  readonly cursor: string | null;
  readonly warnings: readonly QueryWarning[];
}

/** A change of a story as the stream tells it; `gone` when it is no longer for this reader and leaves the list. */
export interface WireChange {
  readonly row: WireRow;
  readonly gone: boolean;
}

/** The live list: what is shown, what waits to be shown, and what the stream told last of each story. */
export interface WireList {
  readonly rows: readonly WireRow[];
  /** New rows that wait behind the "3 new" button, newest first. */
  readonly pending: readonly WireRow[];
  readonly cursor: string | null;
  readonly counts: Counts;
  readonly warnings: readonly QueryWarning[];
  /**
   * The newest row known of each story from the stream. An index may lag behind the stream: a page that still holds
   * the text of a killed story is corrected by this.
   */
  readonly known: ReadonlyMap<string, WireChange>;
}

export const emptyList: WireList = {
  rows: [],
  pending: [],
  cursor: null,
  counts: { total: 0, totalRelation: 'eq', facets: {} },
  warnings: [],
  known: new Map(),
};

const knownAtMost = 2000;

/** Rows beyond this make the page slow; the list is then loaded anew. */
export const rowsAtMost = 1500;

export type WireListAction =
  /** The first page of a new question. */
  | { readonly type: 'loaded'; readonly page: WirePage }
  /** The next page of the same question. */
  | { readonly type: 'appended'; readonly page: WirePage }
  /** The first page again, to catch what the stream missed. `insert`: show it at once, else let it wait. */
  | { readonly type: 'caughtUp'; readonly page: WirePage; readonly insert: boolean }
  /** The numbers again, without touching the rows. */
  | { readonly type: 'counted'; readonly page: WirePage }
  /** What the stream brought. `accepts` says whether a row that is not in the list belongs there. */
  | {
      readonly type: 'changed';
      readonly changes: readonly WireChange[];
      readonly insert: boolean;
      readonly accepts: (row: WireRow) => boolean;
      readonly at: number;
    }
  | { readonly type: 'pendingShown' };

export function wireListReducer(list: WireList, action: WireListAction): WireList {
  switch (action.type) {
    case 'loaded':
      return {
        ...list,
        rows: correctedPage(action.page.rows, list.known),
        pending: [],
        cursor: action.page.cursor,
        counts: countsOf(action.page),
        warnings: action.page.warnings,
      };
    case 'appended':
      return {
        ...list,
        rows: [...list.rows, ...unlisted(correctedPage(action.page.rows, list.known), list)],
        cursor: action.page.cursor,
      };
    case 'caughtUp':
      return caughtUp(list, action.page, action.insert);
    case 'counted':
      return { ...list, counts: countsOf(action.page) };
    case 'changed':
      return action.changes.reduce(
        (next, change) => applyChange(next, change, action.insert, action.accepts, action.at),
        list,
      );
    case 'pendingShown':
      return { ...list, rows: list.pending.reduceRight(placed, list.rows), pending: [] };
  }
}

function countsOf({ total, totalRelation, facets }: WirePage): Counts {
  return { total, totalRelation, facets };
}

/** Hits as they are now, after what the stream told; stories that are gone are left out. */
function correctedPage(rows: readonly WireRow[], known: WireList['known']): WireRow[] {
  return rows.flatMap((row) => {
    const newer = known.get(row.storyId);
    if (!newer || newer.row.revision < row.revision) return [emptied(row)];
    if (newer.gone) return [];
    return newer.row.revision === row.revision
      ? [emptied(row)]
      : [emptied({ ...newer.row, alsoFrom: row.alsoFrom, highlight: row.highlight })];
  });
}

/** The rows that are neither shown nor waiting, by story and by text. */
function unlisted(rows: readonly WireRow[], list: WireList): WireRow[] {
  const present = [...list.rows, ...list.pending];
  const stories = new Set(present.map((row) => row.storyId));
  const groups = new Set(present.filter((row) => !isGone(row)).map((row) => row.groupId));
  return rows.filter(
    (row) => !stories.has(row.storyId) && (row.groupId === null || !groups.has(row.groupId)),
  );
}

function caughtUp(list: WireList, page: WirePage, insert: boolean): WireList {
  const fresh = correctedPage(page.rows, list.known);
  const byStory = new Map(fresh.map((row) => [row.storyId, row]));
  const refreshed = (row: WireRow) => {
    const now = byStory.get(row.storyId);
    return now && now.revision > row.revision ? now : row;
  };
  const added = unlisted(fresh, list).filter((row) => isWithinPages(row, list));
  const rows = list.rows.map(refreshed);
  const pending = list.pending.map(refreshed);
  return {
    ...list,
    rows: insert ? added.reduceRight(placed, rows) : rows,
    pending: insert ? pending : added.reduceRight(placed, pending),
    counts: countsOf(page),
  };
}

/**
 * A kill or an expiry lets an older row move up into the first page. It is not new: it belongs to a page that the
 * reader has not loaded yet.
 */
function isWithinPages(row: WireRow, list: WireList): boolean {
  const last = list.rows.at(-1);
  return list.cursor === null || last === undefined || row.versionCreated > last.versionCreated;
}

function applyChange(
  list: WireList,
  change: WireChange,
  insert: boolean,
  accepts: (row: WireRow) => boolean,
  at: number,
): WireList {
  const row = emptied(change.row);
  const before = list.known.get(row.storyId);
  if (before && before.row.revision >= row.revision) return list;
  const next = { ...list, known: remembered(list.known, { row, gone: change.gone }) };
  const shown = list.rows.find((candidate) => candidate.storyId === row.storyId);
  const waiting = list.pending.find((candidate) => candidate.storyId === row.storyId);
  if (((shown ?? waiting)?.revision ?? 0) >= row.revision) return next;
  if (change.gone) return withoutStory(next, row.storyId);
  if (waiting) {
    const pending = isGone(row)
      ? next.pending.filter((candidate) => candidate !== waiting)
      : next.pending.map((candidate) => (candidate === waiting ? { ...row, touchedAt: at } : candidate));
    return { ...next, pending };
  }
  if (shown) {
    const updated: WireRow = {
      ...row,
      alsoFrom: row.alsoFrom.length > 0 ? row.alsoFrom : shown.alsoFrom,
      touchedAt: at,
    };
    return { ...next, rows: next.rows.map((candidate) => (candidate === shown ? updated : candidate)) };
  }
  const regrouped = asCopy(next, row);
  if (regrouped) return regrouped;
  // Copy whose original was killed is marked where it stands and never promoted, as in the search.
  if (isGone(row) || row.originalKilled || !accepts(row)) return next;
  const arrived: WireRow = { ...row, touchedAt: at };
  const counts = { ...next.counts, total: next.counts.total + 1 };
  return insert
    ? { ...next, counts, rows: placed(next.rows, arrived) }
    : { ...next, counts, pending: placed(next.pending, arrived) };
}

/** The rows with one more at the place that its time gives it, newest first; rows in place do not move. */
function placed(rows: readonly WireRow[], row: WireRow): readonly WireRow[] {
  const at = Date.parse(row.versionCreated);
  const place = rows.findIndex((candidate) => Date.parse(candidate.versionCreated) <= at);
  return place < 0 ? [...rows, row] : rows.toSpliced(place, 0, row);
}

function remembered(known: WireList['known'], change: WireChange): Map<string, WireChange> {
  const next = new Map(known);
  next.delete(change.row.storyId);
  next.set(change.row.storyId, change);
  if (next.size > knownAtMost) {
    const oldest = next.keys().next();
    if (!oldest.done) next.delete(oldest.value);
  }
  return next;
}

function withoutStory(list: WireList, storyId: string): WireList {
  const others = (row: WireRow) => row.storyId !== storyId;
  return { ...list, rows: list.rows.filter(others), pending: list.pending.filter(others) };
}

/**
 * The list with this story noted on the row that already shows the same text, or null when there is none. One text
 * is one row: a copy by another provider is a name behind it, and a copy that was killed is no name any more.
 */
function asCopy(list: WireList, row: WireRow): WireList | null {
  const carries = (candidate: WireRow) =>
    row.groupId !== null && candidate.groupId === row.groupId && !isGone(candidate);
  if (!list.rows.some(carries) && !list.pending.some(carries)) return null;
  const noted = (candidate: WireRow): WireRow => {
    if (!carries(candidate)) return candidate;
    const others = candidate.alsoFrom.filter((copy) => copy.storyId !== row.storyId);
    const share = candidate.alsoFrom.find((copy) => copy.storyId === row.storyId)?.share ?? null;
    return {
      ...candidate,
      alsoFrom: isGone(row) ? others : [...others, { provider: row.provider, storyId: row.storyId, share }],
    };
  };
  return { ...list, rows: list.rows.map(noted), pending: list.pending.map(noted) };
}
