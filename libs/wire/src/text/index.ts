export {
  attributeEscape,
  countWords,
  htmlEscape,
  paragraphs,
  squeeze,
  squeezeBlanks,
  textToHtml,
  unifyLines,
} from './paragraphs.js';
export { cutWords } from './cut.js';
export { endsSentence, endsWithMark, firstSentence, withoutFullStop } from './sentences.js';
export { killTargets } from './kill-targets.js';
export { takeMarks } from './headline-marks.js';
export { textKey } from './text-key.js';
export { datelineOf, readDateline } from './dateline.js';
export { embargoFromWords, opensWithEmbargo } from './embargo-words.js';
export { isChangeNote, signalFromWords } from './signal-words.js';
