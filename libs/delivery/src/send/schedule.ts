const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Waits before the first and each further attempt, in ms: the schedule of Standard Webhooks, some 75 hours in all. */
export const defaultSchedule: readonly number[] = [
  0,
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/** A receiver's wish to wait is granted up to here. */
const longestWait = 24 * hour;

/**
 * The wait before the next attempt in ms, or undefined when the schedule is used up. Up to a fifth of jitter is
 * added so that what failed together does not come back together; a receiver's `Retry-After` is never undercut.
 */
export function nextWait(
  attempts: number,
  retryAfterMs: number | undefined,
  schedule: readonly number[] = defaultSchedule,
  random: () => number = Math.random,
): number | undefined {
  const wait = schedule[attempts];
  if (wait === undefined) return undefined;
  const jittered = wait * (1 + random() / 5);
  return Math.round(Math.max(jittered, Math.min(retryAfterMs ?? 0, longestWait)));
}

/** Reads `Retry-After` (RFC 9110: seconds or an HTTP date) as ms from now; undefined when absent or unreadable. */
export function readRetryAfter(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * second;
  // an HTTP date always names its zone; anything else would be read in the zone of this process
  if (!/^[A-Za-z]{3,9}, .* GMT$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
