import { cleanControls } from '../charset/index.js';

/** Counts what was taken out of an item's strings. */
export interface TidyCount {
  removed: number;
}

/**
 * Anything but characters that are text and composed for certain: ASCII, Latin letters, the usual typography, Cyrillic,
 * Chinese, Japanese and Korean letters. One look tells that most text is tidy.
 */
const perhapsUntidy =
  /[^\t\n\r\x20-\x7e\u00a0-\u02ff\u0400-\u0482\u2010-\u2027\u202f\u20ac\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]/;

/** Whether a text is tidy for certain. */
export function isTidy(text: string): boolean {
  return !perhapsUntidy.test(text);
}

/** Well-formed, composed (NFC) text without characters that are no text. */
export function tidyText(text: string, count: TidyCount): string {
  if (isTidy(text)) return text;
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
