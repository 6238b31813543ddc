import { parseWireDate } from '../../dates/index.js';
import type { ReadContext } from '../../reader.js';

/** The instant of a date that says no more than itself (contentCreated, expires, dates of pictures). */
export function instantOf(raw: string | undefined, context: ReadContext): string | undefined {
  if (raw === undefined) return undefined;
  const { profile, receivedAt } = context;
  return parseWireDate(raw, { zone: profile.zone, zoneNames: profile.zoneNames, receivedAt })?.instant;
}
