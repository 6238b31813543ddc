import type { FormatName, ReadResult, Refusal } from '#contracts';
import { WireError, type RefusalCode } from '../wire-error.js';

/** A refusal in the place of an item or document. */
export function refuse(code: RefusalCode, detail: string, format?: FormatName): Refusal {
  return { ...(format === undefined ? {} : { format }), rejected: { code, detail } };
}

/**
 * Reads one item of a document so that its fault costs nothing but itself: what it throws becomes its refusal.
 * A fault that is no `WireError` is one of ours and is refused as `internal_error` with its stack.
 */
export function readItem(format: FormatName, read: () => ReadResult): ReadResult {
  try {
    return read();
  } catch (error) {
    return refusalOf(error, format);
  }
}

/** The refusal that tells of an error. */
export function refusalOf(error: unknown, format?: FormatName): Refusal {
  if (error instanceof WireError) return refuse(error.code, error.message, format);
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return refuse('internal_error', detail, format);
}
