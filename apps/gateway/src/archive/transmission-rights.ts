import { hasScope, mayReadProvider, type Reader } from '#access';

/** Whether someone may know of a transmission: its own feed may, and readers of its provider's copy. */
export function mayReadTransmission(
  reader: Reader,
  transmission: { readonly feed: string; readonly provider: string },
): boolean {
  if (reader.feed === transmission.feed) return true;
  return (
    hasScope(reader, 'search:read', 'ops:read', 'ops:write') && mayReadProvider(reader, transmission.provider)
  );
}
