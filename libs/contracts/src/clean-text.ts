/**
 * What PostgreSQL text and jsonb refuse: U+0000 and lone surrogates. Applied to every string that enters the system,
 * keys of objects included.
 */
export function cleanString(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes('\u0000') ? wellFormed.replaceAll('\u0000', '') : wellFormed;
}

/** Cleans every string inside a JSON value. */
export function cleanJson<T>(value: T): T {
  if (typeof value === 'string') return cleanString(value) as T;
  if (Array.isArray(value)) return value.map((member: unknown) => cleanJson(member)) as T;
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [cleanString(name), cleanJson<unknown>(member)]),
    ) as T;
  }
  return value;
}
