import type { Sort } from './query-state.js';
import { dayKey, dayLabel } from './time.js';
import type { WireRow } from './wire-row.js';

/**
 * The day headings of a list, by the index of the row they stand above. A row that was updated in place may be newer
 * than its neighbours: a heading is set only when the list steps into a day it has not reached yet.
 */
export function dayMarks(
  rows: readonly WireRow[],
  sort: Sort,
  now: number,
  zone: string,
): ReadonlyMap<number, string> {
  const marks = new Map<number, string>();
  if (sort === 'relevance') return marks;
  let reached: string | null = null;
  rows.forEach((row, index) => {
    const key = dayKey(Date.parse(row.versionCreated), zone);
    const further = reached === null || (sort === 'new' ? key < reached : key > reached);
    if (!further) return;
    reached = key;
    marks.set(index, dayLabel(row.versionCreated, now, zone));
  });
  return marks;
}
