import type { ReadResult } from '#contracts';
import { readItem } from '../../dispatch/index.js';
import type { ReadContext, Reader } from '../../reader.js';
import { WireError } from '../../wire-error.js';
import { framedHead, framedText, withoutControls } from '../support/framed-text.js';
import { strayText } from '../support/stray-text.js';
import { isFullHeader, readHeader } from './header.js';
import { readMessage } from './message.js';
import { messagesOf } from './messages.js';

/** SYN before SOH is ANPA 1312. */
const framed = /^[\s\u0000\u007F]*\u0001/;
/** The first header may be damaged and the next whole. */
const starts = /\u0001([^\n\r\u0002]*)/g;

/**
 * IPTC 7901, the format of the teleprinter lines: SOH, header, keywords, STX, text, ETX, time, EOT. The frame may be
 * damaged or lost; one transmission may hold several messages.
 */
export const iptc7901Reader: Reader = {
  formats: ['iptc7901'],
  framed: true,
  sniff(head, { bytes }) {
    const opening = framedHead(bytes);
    const headers = framed.test(opening) ? [...opening.matchAll(starts)] : [];
    if (headers.some(([, header = '']) => readHeader(withoutControls(header)) !== undefined)) return 0.95;
    return isFullHeader(head.trimStart().split(/[\r\n]/, 1)[0] ?? '') ? 0.7 : 0;
  },
  read(context: ReadContext): ReadResult[] {
    const messages = messagesOf(framedText(context).normalize('NFC'), context.receivedAt);
    const results = messages.flatMap(
      (message) =>
        ('stray' in message
          ? strayText(message.stray, 'iptc7901')
          : readItem('iptc7901', () => readMessage(message, context))) ?? [],
    );
    if (results.length === 0) throw new WireError('not_a_dispatch', 'no message has a header');
    return results;
  },
};
