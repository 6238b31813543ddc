export { profile, type Profile } from './profile.js';
export { defaultProfile, loadProfiles, profileById, profileOf } from './catalog.js';
export { recogniseProfile } from './recognise.js';
export { patternOf } from './source-pattern.js';
export { splitId, type SplitId } from './id-rules.js';
