export type { DispatchDraft } from './draft.js';
export { buildDispatch } from './build-dispatch.js';
export { mintedUri } from './item-uri.js';
export { readItem, refusalOf, refuse } from './refuse.js';
