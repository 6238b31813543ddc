export { cleanControls } from './controls.js';
export { decodeBytes, type CharsetBasis, type DecodedText, type DecodeOptions } from './decode-bytes.js';
