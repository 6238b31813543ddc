import type { Signal } from '#contracts';
import { asString, type JsonRecord } from '../support/json-record.js';

/** AP's editorial types, and what each makes of the filing. */
const signals: Readonly<Record<string, Signal>> = {
  kill: 'kill',
  elimination: 'kill',
  disregard: 'kill',
  withhold: 'withhold',
  corrective: 'correction',
  correction: 'correction',
  clarification: 'correction',
  writethru: 'update',
  lead: 'update',
  update: 'update',
  advisory: 'advisory',
};
const strongestFirst: readonly Signal[] = ['kill', 'withhold', 'correction', 'update', 'advisory'];

/** Filed ahead: not to be used before the release, also when none is given. */
const filedAhead = new Set(['advance', 'holdforrelease']);

/** `BC-US--Storm, 2nd Ld-Writethru`: the slug counts the leads of a story. */
const leadMark = /\b\d{1,2}(?:st|nd|rd|th) Ld\b/i;

/** What the editorial types say, the strongest of them; else a test, else a lead by its slug. */
export function signalOf(item: JsonRecord): Signal | undefined {
  const coded = typesOf(item).flatMap((type) => (Object.hasOwn(signals, type) ? (signals[type] ?? []) : []));
  const strongest = strongestFirst.find((signal) => coded.includes(signal));
  if (strongest !== undefined) return strongest;
  if (wordsOf(item, 'signals').includes('test')) return 'advisory';
  return leadMark.test(item.string('slugline', 'title') ?? '') ? 'update' : undefined;
}

/**
 * The embargo as written; `''` for copy that was filed ahead and says no time. The release time alone is none: it
 * stands at copy that went out at once too.
 */
export function embargoOf(item: JsonRecord): string | undefined {
  const embargoed = item.stringOrEmpty('embargoed', 'embargo');
  if (embargoed !== undefined) return embargoed;
  const isAhead = typesOf(item).some((type) => filedAhead.has(type));
  return isAhead ? (item.string('releasedatetime') ?? '') : undefined;
}

function typesOf(item: JsonRecord): string[] {
  return wordsOf(item, 'editorialtypes', 'editorialtype');
}

function wordsOf(item: JsonRecord, ...names: string[]): string[] {
  return item.list(...names).map((word) => (asString(word) ?? '').replace(/[\s_-]/g, '').toLowerCase());
}
