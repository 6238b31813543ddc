import { once } from 'node:events';
import type { Response } from 'express';
import { compileMatcher, type Matcher, type QueryNode } from '#query';
import { streamSight, type SearchReader, type StreamSight } from '#search';
import { changeFrame, goodbye, heartbeat } from './frames.js';
import type { WireEvent } from './wire-event.js';

/** Bytes that may wait for a client; one that has not read them down after the grace is dropped. */
const waitingAtMost = 2_000_000;
/** A burst of long stories outruns every reader for a moment: being behind is no fault, staying behind is. */
const graceMs = 2_000;
/** Beyond this nobody is waited for. */
const waitingNever = 32_000_000;
/** While it catches up on the past, a client is fed as fast as it reads: more waits in the log, not here. */
const catchUpAtMost = 256_000;
const drainTimeoutMs = 30_000;

export type CloseReason = 'left' | 'slow' | 'revoked' | 'closing';

export interface StreamClientOptions {
  readonly query: QueryNode;
  readonly includeHeld: boolean;
  readonly reader: SearchReader;
  /** Rejects, or answers false, when the reader's rights are no longer what they were. */
  readonly isStillAllowed: () => Promise<boolean>;
}

/** One open stream: what its reader asked for and may see, and the line to it. */
export class StreamClient {
  readonly query: QueryNode;
  private readonly matches: Matcher;
  private reason: CloseReason | undefined;
  private grace: NodeJS.Timeout | undefined;
  private readonly closeListeners: ((reason: CloseReason) => void)[] = [];

  constructor(
    readonly id: string,
    private readonly response: Response,
    private readonly options: StreamClientOptions,
  ) {
    this.query = options.query;
    this.matches = compileMatcher(options.query);
    response.once('close', () => this.ended('left'));
    response.on('error', () => this.ended('left'));
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      connection: 'keep-alive',
    });
    response.flushHeaders();
  }

  get isClosed(): boolean {
    return this.reason !== undefined;
  }

  onClose(listener: (reason: CloseReason) => void): void {
    this.closeListeners.push(listener);
  }

  sight(event: WireEvent): StreamSight {
    return streamSight(event.changed, this.options.reader, this.options.includeHeld);
  }

  /** Tells of a change when the reader may know of it and, for copy that is to be shown, when the query matches. */
  tell(event: WireEvent, matched?: ReadonlySet<string>): void {
    const sight = this.sight(event);
    if (sight === 'nothing') return;
    const isWanted = sight !== 'story' || (matched?.has(this.id) ?? this.matches(event.matchable()));
    if (isWanted) this.send(changeFrame(event, this.options.reader, sight));
  }

  send(text: string): void {
    if (this.isClosed) return;
    this.response.write(text);
    if (this.response.writableLength > waitingNever) this.close('slow');
    else if (this.response.writableLength > waitingAtMost)
      this.grace ??= setTimeout(() => this.judge(), graceMs);
  }

  private judge(): void {
    this.grace = undefined;
    if (this.response.writableLength > waitingAtMost) this.close('slow');
  }

  /** Whether so much waits to be read that no more of the past should be sent for now. */
  get isBehind(): boolean {
    return this.response.writableLength > catchUpAtMost;
  }

  /** Resolves when all that was sent is read; a client that does not read in time is dropped. */
  async drained(): Promise<void> {
    const timeout = AbortSignal.timeout(drainTimeoutMs);
    try {
      await once(this.response, 'drain', { signal: timeout });
    } catch (error) {
      if (!timeout.aborted) throw error;
      this.close('slow');
    }
  }

  async beat(): Promise<void> {
    this.send(heartbeat);
    await this.recheck();
  }

  /** Closes the line when the reader's key was revoked or its rights changed. */
  async recheck(): Promise<void> {
    if (!(await this.options.isStillAllowed())) this.close('revoked');
  }

  close(reason: CloseReason): void {
    if (this.isClosed) return;
    if (reason === 'slow') {
      this.response.destroy();
    } else {
      this.response.end(goodbye);
    }
    this.ended(reason);
  }

  private ended(reason: CloseReason): void {
    if (this.isClosed) return;
    this.reason = reason;
    clearTimeout(this.grace);
    for (const listener of this.closeListeners) listener(reason);
  }
}
