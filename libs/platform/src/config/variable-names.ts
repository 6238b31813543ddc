import { environment } from './environment.js';

/** Every variable that wiredesk reads. */
export const variableNames: readonly string[] = Object.keys(environment.shape);

const ours = /^(?:WIREDESK|DATABASE|KAFKA|ELASTICSEARCH)_/;
/** Kubernetes gives pods such names for a Service called `kafka` or `wiredesk`; they are nobody's settings. */
const serviceLink =
  /_(?:SERVICE_(?:HOST|PORT)(?:_[A-Z0-9_]+)?|PORT|PORT_\d+_(?:TCP|UDP)(?:_(?:PROTO|PORT|ADDR))?)$/;
/** Names that test runs and the stack tool set for themselves. */
const testRun = /^WIREDESK_(?:TEST|STACK)_/;
/** Shorter names are too close to those of other programs to call one a misspelling of another. */
const leastLengthToCompare = 8;

/** A variable that is not known, and the known one that was probably meant. */
export interface UnknownVariable {
  readonly name: string;
  readonly meant: string | undefined;
}

/** Finds variables with one of wiredesk's prefixes that it does not know, and near misses of its other names. */
export function unknownVariables(names: Iterable<string>): UnknownVariable[] {
  const unknown: UnknownVariable[] = [];
  for (const name of names) {
    if (variableNames.includes(name) || serviceLink.test(name) || testRun.test(name)) continue;
    const meant = nearest(name);
    if (ours.test(name) || meant !== undefined) unknown.push({ name, meant });
  }
  return unknown;
}

function nearest(name: string): string | undefined {
  if (name.length < leastLengthToCompare) return undefined;
  const limit = name.length >= 14 ? 2 : 1;
  return variableNames
    .filter((known) => known.length >= leastLengthToCompare)
    .map((known) => ({ known, distance: editDistance(name.toUpperCase(), known, limit) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)[0]?.known;
}

/** Optimal string alignment distance (insert, delete, replace, swap neighbours), cut off above a limit. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(
        at(rows, i - 1, j) + 1,
        (row[j - 1] ?? 0) + 1,
        at(rows, i - 1, j - 1) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, at(rows, i - 2, j - 2) + 1);
      }
      row.push(best);
    }
    rows.push(row);
  }
  return at(rows, a.length, b.length);
}

function at(rows: readonly number[][], row: number, column: number): number {
  return rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
}
