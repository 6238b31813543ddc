import { parseWireDate } from '../../dates/index.js';
import type { ReadContext } from '../../reader.js';

/** The instant of a date that says no more than itself (contentCreated, expires, dates of pictures). */
export function instantOf(raw: string | undefined, context: ReadContext): string | undefined {
  if (raw === undefined) return undefined;
  const { profile, receivedAt } = context;
  return parseWireDate(raw, { zone: profile.zone, zoneNames: profile.zoneNames, receivedAt })?.instant;
}

/** When a message was filed: what its own time says, for years that its copy leaves out; else when it came in. */
export function filedAt(raw: string | undefined, context: ReadContext): Date {
  const instant = instantOf(raw, context);
  return instant === undefined ? context.receivedAt : new Date(Date.parse(instant));
}
