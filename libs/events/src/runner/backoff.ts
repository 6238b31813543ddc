const firstMs = 100;
const capMs = 30_000;

/** Exponential back-off with full jitter in its upper half: 50–100 ms after the first failure, 15–30 s at the end. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(firstMs * 2 ** Math.max(attempt - 1, 0), capMs);
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}
