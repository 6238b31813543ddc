import type { FilingFacts } from '#contracts';
import { compareRank, rankOf, versionNumber } from './rank.js';

/** One version of a story with all the filings that brought it: re-sends and typographic variants. */
export interface StoryVersion {
  readonly key: string;
  readonly filings: readonly FilingFacts[];
  /** The filing that stands for the version, the same whatever order they came in. */
  readonly representative: FilingFacts;
}

/**
 * What makes two filings of a story the same version: number, declared time, text without its typography, and
 * whether it is copy, a correction, a withhold or a kill.
 */
export function versionIdOf(filing: FilingFacts): string {
  return JSON.stringify([
    versionNumber(filing.version)?.toString() ?? filing.version,
    filing.versionCreated,
    filing.versionKey,
    filing.signal === 'correction',
    filing.standing,
  ]);
}

/** Sorts filings of one story into versions, lowest rank first. */
export function versionsOf(filings: Iterable<FilingFacts>): StoryVersion[] {
  const sorted = new Map<string, FilingFacts[]>();
  for (const filing of filings) {
    const key = versionIdOf(filing);
    const same = sorted.get(key);
    if (same) same.push(filing);
    else sorted.set(key, [filing]);
  }
  return [...sorted]
    .map(([key, same]) => ({ key, filings: same.sort(byFilingKey), representative: same.reduce(better) }))
    .sort(
      (one, other) =>
        compareRank(rankOf(one.representative), rankOf(other.representative)) ||
        (one.key < other.key ? -1 : 1),
    );
}

/**
 * Of two variants the one with more typographic characters is shown, then the lower content hash. Exact re-sends say
 * the same: the transmission with the lower id stands for them, so that a re-send changes nothing.
 */
function better(one: FilingFacts, other: FilingFacts): FilingFacts {
  if (one.typography !== other.typography) return one.typography > other.typography ? one : other;
  if (one.contentHash !== other.contentHash) return one.contentHash < other.contentHash ? one : other;
  return filingKey(one) < filingKey(other) ? one : other;
}

function byFilingKey(one: FilingFacts, other: FilingFacts): number {
  return filingKey(one) < filingKey(other) ? -1 : 1;
}

/** Names a filing over all runs of the normaliser. */
export function filingKey(filing: Pick<FilingFacts, 'transmissionId' | 'index'>): string {
  return `${filing.transmissionId}:${filing.index}`;
}
