export { cleanHtml, joinBodies, type CleanBody } from './clean-html.js';
export { cleanTree } from './clean-tree.js';
export { safeLink, safeMedia, resolveBase } from './safe-link.js';
export type { FoundImage } from './figures.js';
export { looksLikeHtml, plainLine, plainText } from './plain-text.js';
export { xhtml, xhtmlOfText } from './xhtml.js';
