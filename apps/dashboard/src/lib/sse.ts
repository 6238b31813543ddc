/** One event of a `text/event-stream`. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
  /** The last id seen on the stream, this event's own included; empty before the first. */
  readonly id: string;
}

/**
 * Reads a server-sent event stream piece by piece, as the HTML standard says: a blank line ends an event, comments
 * are heartbeats, events without data are dropped, ids outlive their event. Pieces may end anywhere.
 */
export class EventStreamParser {
  private rest = '';
  private event = '';
  private data: string[] = [];
  private id: string;

  constructor(lastEventId = '') {
    this.id = lastEventId;
  }

  get lastEventId(): string {
    return this.id;
  }

  /** The events that this piece completed, in order. */
  push(chunk: string): StreamEvent[] {
    const text = this.rest + chunk;
    const done: StreamEvent[] = [];
    let at = 0;
    for (const match of text.matchAll(/\r\n|\n|\r/g)) {
      // A carriage return at the very end may be half of a pair that the next piece completes.
      if (match[0] === '\r' && match.index === text.length - 1) break;
      const complete = this.line(text.slice(at, match.index));
      if (complete) done.push(complete);
      at = match.index + match[0].length;
    }
    this.rest = text.slice(at);
    return done;
  }

  private line(line: string): StreamEvent | null {
    if (line === '') return this.finish();
    if (line.startsWith(':')) return null;
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.event = value;
    else if (field === 'data') this.data.push(value);
    else if (field === 'id' && !value.includes('\0')) this.id = value;
    return null;
  }

  private finish(): StreamEvent | null {
    const complete =
      this.data.length === 0
        ? null
        : { event: this.event === '' ? 'message' : this.event, data: this.data.join('\n'), id: this.id };
    this.event = '';
    this.data = [];
    return complete;
  }
}
