const earliest = Date.parse('0001-01-01T00:00:00.000Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * An RFC 3339 instant in UTC with milliseconds, so that instants sort as text; null for none and for what is no
 * instant. Kept within the years that JavaScript and PostgreSQL write alike.
 */
export function instantOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const time = Date.parse(text);
  if (Number.isNaN(time)) return null;
  return new Date(Math.min(Math.max(time, earliest), latest)).toISOString();
}
