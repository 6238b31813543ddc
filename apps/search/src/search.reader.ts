import { hasScope, type Reader } from '#access';
import type { SearchReader } from '#search';

/** What a reader's key or session lets it find: its providers, and held copy when it belongs to operators. */
export function searchReader(reader: Reader): SearchReader {
  return { providers: reader.providers, seesHeld: hasScope(reader, 'ops:read', 'ops:write') };
}
