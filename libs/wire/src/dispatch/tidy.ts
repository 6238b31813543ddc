import { cleanControls } from '../charset/index.js';

/** Counts what was taken out of an item's strings. */
export interface TidyCount {
  removed: number;
}

/** Well-formed, composed (NFC) text without characters that are no text. */
export function tidyText(text: string, count: TidyCount): string {
  const cleaned = cleanControls(text);
  count.removed += cleaned.removed;
  return cleaned.text.normalize('NFC');
}

/** Tidies every string of a JSON value; members that are undefined or null and empty lists are dropped. */
export function tidy(value: unknown, count: TidyCount): unknown {
  if (typeof value === 'string') return tidyText(value, count);
  if (Array.isArray(value)) {
    const members = value.map((member) => tidy(member, count)).filter((member) => member !== undefined);
    return members.length === 0 ? undefined : members;
  }
  if (value === null) return undefined;
  if (typeof value !== 'object') return value;
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const tidied = tidy(member, count);
    if (tidied !== undefined) result[name] = tidied;
  }
  return result;
}
