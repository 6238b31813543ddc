export { nextEmbargo, overdueEmbargoes, overdueSeconds } from './embargoes.js';
export { bodyKey, loadBodies, loadSnapshots, loadTruth } from './load-truth.js';
export { republishStories } from './republish.js';
export { saveFilings, saveRelease, saveStories } from './save-truth.js';
export { countStories, knownStories, storyPages } from './story-pages.js';
export {
  truthLock,
  type BodyKey,
  type FilingChanges,
  type FilingRecord,
  type StoredStory,
  type StoryRecord,
  type TruthPart,
  type TruthQuarantine,
  type TruthRelease,
  type TruthRequest,
} from './truth-types.js';
