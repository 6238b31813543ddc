import type { FilingFacts } from '#contracts';

/** The order of a story's versions. When they arrived has no part in it. */
export interface Rank {
  /** The provider's version as a whole number of any length; null when it has none or is no number. */
  readonly number: bigint | null;
  /** When the provider says that it made the version. */
  readonly at: string | null;
  /** Key of the content, so that even two versions without number and date have one order. */
  readonly content: string;
}

const wholeNumber = /^\d{1,100}$/;

export function rankOf(filing: Pick<FilingFacts, 'version' | 'versionCreated' | 'versionKey'>): Rank {
  return {
    number: versionNumber(filing.version),
    at: filing.versionCreated,
    content: filing.versionKey,
  };
}

/** A version as a number, digits of any length (`10` comes after `9`); null for `2b`, `1.2` or none. */
export function versionNumber(version: string | null): bigint | null {
  return version !== null && wholeNumber.test(version) ? BigInt(version) : null;
}

/** Total order: version number, then declared time, then content; what is missing comes lowest. */
export function compareRank(one: Rank, other: Rank): number {
  return (
    compareNullable(one.number, other.number) ||
    compareNullable(one.at, other.at) ||
    compareNullable(one.content, other.content)
  );
}

/**
 * Whether a version is certainly newer than a kill or withhold. Only what both declare is compared: numbers of one
 * chain, else declared times. What cannot be compared, and what is equal, does not outrank it.
 */
export function outranks(version: FilingFacts, control: FilingFacts): boolean {
  const one = rankOf(version);
  const other = rankOf(control);
  const sameChain = version.storyId === control.storyId && !control.notice;
  if (sameChain && one.number !== null && other.number !== null && one.number !== other.number) {
    return one.number > other.number;
  }
  return one.at !== null && other.at !== null && one.at > other.at;
}

function compareNullable<T extends string | bigint>(one: T | null, other: T | null): number {
  if (one === other) return 0;
  if (one === null) return -1;
  if (other === null) return 1;
  return one < other ? -1 : 1;
}
