import type { NinjsAssociation } from '#contracts';
import type { ReadContext } from '../../reader.js';
import { associations } from '../ninjs/media.js';
import { isObject, JsonRecord } from '../support/json-record.js';

/**
 * Items that belong to this one, by number or in a list. They are known by their `itemid` as stories are: their `uri`
 * is an address with a session's tokens.
 */
export function apAssociations(
  item: JsonRecord,
  id: string | undefined,
  context: ReadContext,
): NinjsAssociation[] | undefined {
  const given = item.get('associations');
  const known = Array.isArray(given)
    ? (given as unknown[]).map(byItemId)
    : isObject(given)
      ? Object.fromEntries(Object.entries(given).map(([name, member]) => [name, byItemId(member)]))
      : undefined;
  if (known === undefined) return undefined;
  return associations(new JsonRecord({ uri: id ?? null, associations: known }), context);
}

function byItemId(member: unknown): unknown {
  if (!isObject(member)) return member;
  const record = new JsonRecord(member);
  const id = record.record('altids')?.string('itemid') ?? record.string('itemid');
  return id === undefined ? member : { ...member, uri: id };
}
