export type { Profile } from './profile.js';
export { defaultProfile, loadProfiles, profileById, profileOf } from './catalog.js';
export { recogniseProfile } from './recognise.js';
export { patternOf } from './source-pattern.js';
export { splitId } from './id-rules.js';
