import type { ReadResult } from '#contracts';
import { readItem } from '../../dispatch/index.js';
import type { ReadContext, Reader } from '../../reader.js';
import { readMessage } from './read-text.js';
import { messagesOf } from './wrapper.js';

const wrapped = /^\s*ZCZC\b/i;
const structured = /^\s*(?:[{<]|\[\s*[{"\]])/;
const wordLike = /\p{L}{2,}/u;
const maxReplaced = 0.05;

/** Plain text: agency copy with or without a wrapper, and scrapes of news pages. The last resort of the registry. */
export const textReader: Reader = {
  formats: ['text'],
  sniff(head) {
    if (wrapped.test(head)) return 0.8;
    if (structured.test(head) || !wordLike.test(head)) return 0;
    const replaced = head.split('\uFFFD').length - 1;
    return replaced > head.length * maxReplaced ? 0 : 0.2;
  },
  read(context: ReadContext): ReadResult[] {
    return messagesOf(context.text.normalize('NFC')).map((message) =>
      readItem('text', () => readMessage(message, context)),
    );
  },
};
