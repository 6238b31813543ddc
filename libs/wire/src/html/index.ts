export { cleanHtml, type CleanBody, type CleanOptions } from './clean-html.js';
export { cleanTree, type TreeOptions } from './clean-tree.js';
export { safeLink, safeMedia, resolveBase } from './safe-link.js';
export type { FoundImage } from './figures.js';
export type { FoundLink } from './block-writer.js';
export { looksLikeHtml, plainLine, plainText } from './plain-text.js';
