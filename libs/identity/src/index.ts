export {
  createDedupeSession,
  type DedupeDecision,
  type DedupeInput,
  type DedupeSession,
} from './dedupe-session.js';
export type { Decision } from './decision.js';
export type { DeskAlert } from './desk-alert.js';
export type { Hold } from './embargo.js';
export { bareFactsOf, factsOf, isOrphan } from './facts.js';
export { foldStory, type FoldContext, type StatusReason, type StoryState } from './fold-story.js';
export { viewGroup, type StoryView } from './group.js';
export { compareRank, outranks, rankOf, type Rank } from './rank.js';
export { changedFields, movedSnapshot, snapshotOf, type SnapshotBodies } from './snapshot.js';
export { foldText, textKey } from './text-key.js';
export type { Transition } from './transition.js';
export { TruthDesk, type Decided, type LoadedTruth } from './truth-desk.js';
export { filingKey } from './versions.js';
