import { readHeader, type MessageHeader } from './header.js';

/** One message, its frame taken off. The text still holds the controls that lay out its lines. */
export interface FramedMessage {
  readonly header: MessageHeader | undefined;
  readonly text: string;
  /** What stands behind ETX: agency, day and time. */
  readonly trailer: string;
  /** Whether ETX or EOT closed the message; else it may have been cut off. */
  readonly closed: boolean;
}

const maxHeaderLines = 4;

/** A message, or text behind the end of one that no header opens. */
export type MessageOrStray = FramedMessage | { readonly stray: string };

/**
 * Cuts a transmission into its messages at SOH, or at the fill characters before a lost one. Text behind EOT that begins
 * with a header has lost its frame.
 */
export function messagesOf(text: string): MessageOrStray[] {
  return text.split(/\u0016*\u0001|\u0016{2,}/).flatMap((part) => {
    const [whole = '', ...behind] = part.split('\u0004');
    const first = whole.trim() === '' ? [] : [messageOf(whole, behind.length > 0)];
    return [...first, ...behind.filter((rest) => rest.trim() !== '').map(unframed)];
  });
}

function unframed(rest: string): MessageOrStray {
  const message = messageOf(rest.trimStart(), false);
  return message.header === undefined ? { stray: rest } : message;
}

function messageOf(part: string, ended: boolean): FramedMessage {
  const start = part.indexOf('\u0002');
  const { header, rest } =
    start === -1
      ? headerInLines(part)
      : { header: readHeader(part.slice(0, start)), rest: part.slice(start + 1) };
  const end = rest.indexOf('\u0003');
  return {
    header,
    text: end === -1 ? rest : rest.slice(0, end),
    trailer: end === -1 ? '' : rest.slice(end + 1),
    closed: ended || end !== -1,
  };
}

/** Without STX the header is what reads as one among the first lines. */
function headerInLines(part: string): { header: MessageHeader | undefined; rest: string } {
  let end = 0;
  for (let line = 0; line < maxHeaderLines; line++) {
    const next = part.indexOf('\n', end);
    if (next === -1) break;
    end = next + 1;
    const header = readHeader(part.slice(0, next));
    if (header?.monthDay !== undefined) return { header, rest: part.slice(end) };
  }
  return { header: undefined, rest: part };
}
