export { foldCode, foldText } from './analysis/fold.js';
export { primaryLanguage } from './analysis/language.js';
export { stem, stemmedLanguages, stemmingLanguage } from './analysis/stem.js';
export { searchableText, tokenise, type Token } from './analysis/tokenise.js';
export type {
  AllNode,
  AndNode,
  CodeNode,
  NotNode,
  OrNode,
  PeriodNode,
  PhraseNode,
  PrefixNode,
  QueryNode,
  QueryWord,
  RangeNode,
  TermNode,
} from './ast.js';
export { all, and, not, or } from './ast.js';
export { storyCodes, storyNumber, storyTexts, toMatchable, type MatchableDocument } from './document.js';
export { QueryError } from './errors.js';
export {
  codeFields,
  defaultFields,
  numberFields,
  textFields,
  timeFields,
  type CodeField,
  type NumberField,
  type TextField,
  type TimeField,
} from './fields.js';
export { highlight, type HighlightOptions } from './highlight.js';
export { queryLimits } from './limits.js';
export { compileMatcher, type Matcher } from './matcher.js';
export { parseQuery, type ParsedQuery, type ParseOptions } from './parser.js';
export { printQuery } from './print.js';
export { QueryIndex } from './query-index.js';
export { requiredTerms, type RequiredTerm } from './required-terms.js';
export { queryWarningCodes, type QueryWarning, type QueryWarningCode } from './warnings.js';
export type { WordIndex } from './word-index.js';
