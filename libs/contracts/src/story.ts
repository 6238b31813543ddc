import { z } from 'zod';
import { dateline, embargo, editorial, formatName, signal, textFacts, warning } from './dispatch.js';
import { ninjsItem } from './ninjs.js';

const instant = z.iso.datetime({ offset: true });

/** What a reader may see of a story: only `usable` is for publication. */
export const storyStatuses = ['usable', 'canceled', 'withheld', 'embargoed'] as const;
export const storyStatus = z.enum(storyStatuses);
export type StoryStatus = z.infer<typeof storyStatus>;

/** What became of one dispatch; the words of receipts. */
export const outcomes = [
  'created',
  'updated',
  'corrected',
  'killed',
  'withheld',
  'superseded',
  'duplicate',
  'quarantined',
  'skipped',
] as const;
export const outcome = z.enum(outcomes);
export type Outcome = z.infer<typeof outcome>;

/** Why a story changed; alerts and deliveries follow all but `reprocessed`, `variant` and `regrouped`. */
export const changeCauses = [
  'received',
  'reprocessed',
  'variant',
  'released',
  'regrouped',
  'expired',
] as const;
export const changeCause = z.enum(changeCauses);

/** Another story that carries the same text. `share` is the part of this story's text found there, 0–1. */
export const copy = z.object({ provider: z.string(), storyId: z.uuid(), share: z.number().min(0).max(1) });

/**
 * The full current snapshot of a story: the value of `wire.stories`, the source of search documents and deliveries.
 * Of a `canceled` story the text is gone (bodies, descriptions and associations emptied, `text.plain` ""),
 * its headline and ids stay so that whoever holds a copy can find it.
 */
export const storySnapshot = z.object({
  storyId: z.uuid(),
  provider: z.string(),
  feed: z.string(),
  /** +1 with each change; the external version in the index and the order of events. */
  revision: z.int().min(1),
  groupId: z.uuid(),
  clusterId: z.uuid().nullable(),
  status: storyStatus,
  /** Stable code, set when the status is not `usable`: `killed`, `embargo`, `embargo_unreadable`, `held_after_kill`, `copy_of_killed`, `provider_withheld`. */
  statusReason: z.string().nullable(),
  /** Another provider's original of the same text was killed: shown with a mark, never promoted. */
  originalKilled: z.boolean(),
  signal,
  /** Whether the current version corrects an earlier one. */
  corrected: z.boolean(),
  version: z.string().nullable(),
  versionCreated: instant,
  firstCreated: instant,
  /** When the first transmission of the story came in. */
  receivedAt: instant,
  updatedAt: instant,
  embargoedUntil: instant.nullable(),
  dispatchId: z.uuid(),
  transmissionId: z.uuid(),
  format: formatName,
  versionCount: z.int(),
  item: ninjsItem,
  editorial,
  text: textFacts,
  embargo: embargo.nullable(),
  warnings: z.array(warning),
  copies: z.array(copy),
});
export type StorySnapshot = z.infer<typeof storySnapshot>;
export type StoryCopy = z.infer<typeof copy>;

/** What changed with this revision. */
export const storyChange = z.object({
  cause: changeCause,
  previousRevision: z.int().nullable(),
  previousStatus: storyStatus.nullable(),
  /** Members of the snapshot that differ: `headline`, `body`, `status`, `group` … */
  fields: z.array(z.string()),
  /** Alerts and deliveries stay quiet for this change. */
  quiet: z.boolean(),
});
export type StoryChange = z.infer<typeof storyChange>;

/** One filing: a dispatch and the decision taken on it. */
export const filing = z.object({
  dispatchId: z.uuid(),
  transmissionId: z.uuid(),
  storyId: z.uuid(),
  provider: z.string(),
  feed: z.string(),
  version: z.string().nullable(),
  versionCreated: instant,
  receivedAt: instant,
  outcome,
  reason: z.string(),
  /** The dispatch or story that this one repeats. */
  of: z.uuid().nullable(),
  score: z.number().nullable(),
  headline: z.string().nullable(),
  dateline: dateline.optional(),
});
export type Filing = z.infer<typeof filing>;
