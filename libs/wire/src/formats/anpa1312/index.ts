import type { ReadResult } from '#contracts';
import { readItem } from '../../dispatch/index.js';
import type { ReadContext, Reader } from '../../reader.js';
import { WireError } from '../../wire-error.js';
import { framedHead, framedText } from '../support/framed-text.js';
import { strayText } from '../support/stray-text.js';
import { readHeader } from './header.js';
import { readMessage } from './message.js';
import { messagesOf } from './messages.js';

const framed = /^[\s\u0000\u007F]*(?<fill>\u0016*)\u0001?(?<header>[^\u0002]{8,240})/;
/** Without its frame a message is known by both header lines and the title mark below them. */
const bare =
  /^\s*(?<header>\p{L}{0,2}\d{3,5}\S{0,12}\s*\n[a-z] [a-z]\s+\S[^\n]{4,60}\d{2}-\d{2}(?: +\d{3,5})? *)\n[^\n]{0,4}\^/u;

/**
 * ANPA 1312, the format of North American wires: SYN SYN SOH, two header lines, STX, lines between `^` and `<`, ETX,
 * time, EOT. Tables come as rows with semicolons or separators.
 */
export const anpa1312Reader: Reader = {
  formats: ['anpa1312'],
  framed: true,
  sniff(head, { bytes }) {
    const start = framed.exec(framedHead(bytes).replaceAll('\r\n', '\n'));
    const frame = /^[\s\u0000\u007F]*[\u0016\u0001]/.test(framedHead(bytes));
    const lines = start?.groups?.header?.split('\n').slice(0, 3) ?? [];
    const isHeader =
      frame && [2, 1, 3].some((count) => readHeader(lines.slice(0, count).join('\n')) !== undefined);
    if (isHeader) return 0.97;
    return bare.test(head.replaceAll('\r\n', '\n')) ? 0.8 : 0;
  },
  read(context: ReadContext): ReadResult[] {
    const messages = messagesOf(framedText(context).normalize('NFC'));
    const results = messages.flatMap(
      (message) =>
        ('stray' in message
          ? strayText(message.stray, 'anpa1312')
          : readItem('anpa1312', () => readMessage(message, context))) ?? [],
    );
    if (results.length === 0) throw new WireError('not_a_dispatch', 'there is no message');
    return results;
  },
};
