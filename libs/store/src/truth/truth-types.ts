import type { Dispatch, FilingFacts, Outcome, StorySnapshot } from '#contracts';

/**
 * The key whose lock every writer of the truth takes before its transaction's first write: one writer at a time, so
 * that revisions and events come in one order, even while a deposed leader's last transaction still runs.
 */
export const truthLock = 'truth';

/** A row of `truth.filings`: the facts of a filing and the decision on it. */
export interface FilingRecord {
  readonly facts: FilingFacts;
  /** The story that receipts name; differs from the facts' own for a note about other copy. */
  readonly storyId: string;
  readonly live: boolean;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly of: string | null;
  readonly score: number | null;
  readonly decidedAt: string;
}

/** What a batch may touch. */
export interface TruthRequest {
  readonly items: readonly { readonly transmissionId: string; readonly index: number }[];
  readonly storyIds: readonly string[];
  readonly groupKeys: readonly string[];
  readonly names: readonly string[];
  /** Tokens that kills of the batch name. */
  readonly targets: readonly string[];
}

export interface StoredStory {
  readonly revision: number;
  readonly status: StorySnapshot['status'];
  readonly clusterId: string | null;
}

/** The part of the truth that answers a request: whole stories in whole groups. */
export interface TruthPart {
  /** Dispatches that were decided on before, live or not. */
  readonly known: ReadonlySet<string>;
  readonly filings: readonly FilingFacts[];
  readonly kills: readonly FilingFacts[];
  readonly released: ReadonlyMap<string, ReadonlySet<string>>;
  readonly stories: ReadonlyMap<string, StoredStory>;
}

export interface BodyKey {
  readonly storyId: string;
  readonly contentHash: string;
}

/** A row of `truth.stories`. */
export interface StoryRecord {
  readonly snapshot: StorySnapshot;
  /** Content hash of the story's version whose body the snapshot shows as it is; null when it shows another or none. */
  readonly textOf: string | null;
}

/** A row of `truth.quarantine`, which has the columns of the normaliser's. */
export interface TruthQuarantine {
  readonly quarantineId: string;
  readonly transmissionId: string;
  readonly run: number;
  readonly index: number;
  readonly feed: string;
  readonly provider: string;
  readonly format: string | null;
  readonly code: string;
  readonly detail: string;
  readonly stack: string | null;
  readonly rawExcerpt: string | null;
}

/** What a batch leaves beside its stories. */
export interface FilingChanges {
  readonly filings: readonly FilingRecord[];
  /** Dispatches whose filings gave way to those of a later run. */
  readonly replaced: readonly string[];
  readonly bodies: readonly (BodyKey & { readonly dispatch: Dispatch })[];
  readonly quarantine: readonly TruthQuarantine[];
}

/** A hold that an operator ended. */
export interface TruthRelease {
  readonly releaseId: string;
  readonly storyId: string;
  readonly covers: readonly string[];
  readonly actor: string;
  readonly releasedAt: string;
}
