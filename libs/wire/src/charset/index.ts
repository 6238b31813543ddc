export { cleanControls } from './controls.js';
export { decodeBytes, type CharsetBasis, type DecodedText } from './decode-bytes.js';
