export { normaliseLanguage, primaryLanguage, sameLanguage } from './normalise.js';
export { detectLanguage, loadLanguageDetector, type DetectedLanguage } from './detect.js';
