const sizeErrors = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/** Whether Kafka refused records for their size: no other try and no waiting can mend that. */
export function isTooLarge(error: unknown): boolean {
  for (let next = error; typeof next === 'object' && next !== null; next = (next as Error).cause) {
    if (sizeErrors.has(String((next as { type?: unknown }).type))) return true;
  }
  return false;
}
