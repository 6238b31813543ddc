/** Milliseconds to wait before try number `attempt` (from 1): doubling from one second to thirty, spread by `random`. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(30_000, 1000 * 2 ** (attempt - 1));
  return Math.round(full / 2 + (full / 2) * random());
}
