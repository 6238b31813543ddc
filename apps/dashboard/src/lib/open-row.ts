import { emptied, type WireRow } from './wire-row.js';

/**
 * The story of the reading pane as it is known now: the newer of what the list and the server's answer say, with what
 * only one of them has (highlights, copies by others) kept. A story opened from a name behind a row is in neither.
 */
export function newestOf(listed: WireRow | null, fetched: WireRow | null): WireRow | null {
  if (!listed) return fetched;
  if (!fetched || fetched.revision < listed.revision) return listed;
  return emptied({
    ...fetched,
    highlight: listed.highlight,
    alsoFrom: fetched.alsoFrom.length > 0 ? fetched.alsoFrom : listed.alsoFrom,
  });
}
