export { normaliseLanguage, primaryLanguage, sameLanguage } from './normalise.js';
export { detectLanguage, loadLanguageDetector } from './detect.js';
