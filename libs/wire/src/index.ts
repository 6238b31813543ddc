export type { Reader, ReadContext, WireInput } from './reader.js';
export { WireError, refusalCodes, type RefusalCode } from './wire-error.js';
export { wireLimits } from './limits.js';
export { parseTransmission, type ParsedTransmission, type ParseOptions } from './parse.js';
export { isRefused, type WrittenDispatch, type WrittenTransmission } from './written.js';
export { inlineParser, ParserPool, type Parser, type ParserPoolOptions } from './parser-pool.js';
export { profile, type Profile } from './profiles/profile.js';
export { loadProfiles, profileById, recogniseProfile } from './profiles/index.js';
export { parseWireDate, type WireDate } from './dates/wire-date.js';
export { normaliseLanguage } from './language/normalise.js';
export { detectLanguage, loadLanguageDetector } from './language/detect.js';
export { textKey } from './text/text-key.js';
export { paragraphs, textToHtml, htmlEscape, countWords } from './text/paragraphs.js';
export {
  atomWriter,
  jsonFeedWriter,
  newsmlG2Writer,
  ninjs2Writer,
  ninjs3Writer,
  nitfWriter,
  rssWriter,
  type FeedOptions,
  type FeedWriter,
  type ItemOptions,
  type ItemWriter,
  type Writable,
  type Writer,
} from './writers/index.js';
