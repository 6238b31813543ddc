export { nextEmbargo, overdueEmbargoes } from './embargoes.js';
export { bodyKey, loadBodies, loadSnapshots, loadTruth } from './load-truth.js';
export { republishStories } from './republish.js';
export { saveRelease, saveTruth } from './save-truth.js';
export {
  truthLock,
  type BodyKey,
  type FilingRecord,
  type StoredStory,
  type TruthChanges,
  type TruthPart,
  type TruthQuarantine,
  type TruthRelease,
  type TruthRequest,
} from './truth-types.js';
