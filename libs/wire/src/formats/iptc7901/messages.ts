import { withoutControls } from '../support/framed-text.js';
import { isFullHeader, readHeader, type MessageHeader } from './header.js';
import { readTrailer } from './trailer.js';

/** One message, its frame taken off. Lines hold no control characters. */
export interface FramedMessage {
  readonly header: MessageHeader;
  /** Lines between the header and the text: the keyword line. */
  readonly keywordLines: readonly string[];
  readonly textLines: readonly string[];
  /** Day and time behind the text, ready to be read as a date. */
  readonly trailer: string | undefined;
  /** Whether ETX, EOT or the trailer closed the message; else it may have been cut off. */
  readonly closed: boolean;
}

type Part = 'keywords' | 'text' | 'end';

/** A message that is being gathered. */
class Gathering {
  private part: Part = 'keywords';
  private readonly keywordLines: string[] = [];
  private readonly textLines: string[] = [];
  private trailer: string | undefined;
  private sawStart = false;

  constructor(
    private readonly header: MessageHeader,
    private readonly receivedAt: Date,
  ) {}

  get isClosed(): boolean {
    return this.part === 'end';
  }

  /** Whether a line behind the end still belongs to the message: its trailer, an end mark or nothing. */
  mayEnd(line: string): boolean {
    const text = withoutControls(line);
    return (
      text.trim() === '' ||
      !/\p{L}{2}.*\s.*\p{L}{2}/u.test(text) ||
      readTrailer(text, this.receivedAt) !== undefined
    );
  }

  /** Takes a line; STX begins the text, ETX and EOT end it wherever they stand in the line. */
  take(line: string): void {
    for (const piece of line.split(/(?=[\u0002-\u0004])/)) {
      if (piece.startsWith('\u0002')) this.begin();
      else if (piece.startsWith('\u0003') || piece.startsWith('\u0004')) this.part = 'end';
      this.put(withoutControls(piece), piece.length === line.length);
    }
  }

  private begin(): void {
    if (this.sawStart) return;
    this.sawStart = true;
    // What stood before STX is the keyword line, whatever it looked like.
    this.part = 'text';
  }

  private put(text: string, isWholeLine: boolean): void {
    const trailer = readTrailer(text, this.receivedAt);
    if (trailer !== undefined && (this.part === 'end' || isWholeLine)) {
      this.trailer ??= trailer;
      this.part = 'end';
    } else if (this.part === 'keywords') this.keywordLines.push(text);
    else if (this.part === 'text') this.textLines.push(text);
  }

  message(): FramedMessage {
    const { header, trailer, isClosed: closed } = this;
    const lines = this.sawStart ? undefined : parted(this.keywordLines);
    return {
      header,
      keywordLines: lines?.keywordLines ?? this.keywordLines,
      textLines: lines?.textLines ?? this.textLines,
      trailer,
      closed,
    };
  }
}

/** A message, or text that stands in none. */
export type MessageOrStray = FramedMessage | { readonly stray: string };

/**
 * Cuts a transmission into its messages. Each begins with SOH and its header; transports lose the control characters,
 * and then a full header at the beginning or behind the end of another message does. The end of the file closes the
 * last one. What follows an SOH without a header that can be read, or a closed message, belongs to none.
 */
export function messagesOf(text: string, receivedAt: Date): MessageOrStray[] {
  const found: MessageOrStray[] = [];
  let current: Gathering | undefined;
  let stray: string[] = [];
  const close = (): void => {
    if (current !== undefined) found.push(current.message());
    else if (stray.length > 0) found.push({ stray: stray.join('\n') });
    current = undefined;
    stray = [];
  };
  for (const line of text.split('\n')) {
    const start = line.lastIndexOf('\u0001');
    const bare = withoutControls(line.slice(start + 1));
    const mayOpen = start !== -1 || ((current === undefined || current.isClosed) && isFullHeader(bare));
    const header = mayOpen ? readHeader(bare) : undefined;
    if (mayOpen) close();
    if (header !== undefined) current = new Gathering(header, receivedAt);
    else if (current === undefined) stray.push(bare);
    else if (current.isClosed && !current.mayEnd(line)) {
      close();
      stray.push(bare);
    } else current.take(line);
  }
  close();
  return found;
}

const maxKeywordWords = 4;

/** Tells the keyword line from the text where no STX does: it is the first line, short or with slashes in it. */
function parted(lines: readonly string[]): Pick<FramedMessage, 'keywordLines' | 'textLines'> {
  const first = lines.findIndex((line) => line.trim() !== '');
  const line = lines[first]?.trim() ?? '';
  const isKeywords =
    !line.endsWith('=') &&
    !line.startsWith('(') &&
    (line.split(/\s+/).length <= maxKeywordWords || /\S\/\S/.test(line));
  const at = isKeywords ? first + 1 : Math.max(first, 0);
  return { keywordLines: lines.slice(0, at), textLines: lines.slice(at) };
}
