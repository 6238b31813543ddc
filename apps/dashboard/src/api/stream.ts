import { backoff } from '../lib/backoff.js';
import { EventStreamParser, type StreamEvent } from '../lib/sse.js';
import type { WireChange } from '../lib/wire-list.js';
import { asApiError, isAborted, problemOf, type ApiError } from './client.js';
import { decodeChange } from './decode.js';

/** How the live line stands: `down` while it waits for its next try. */
export type LinkState = 'connecting' | 'live' | 'down';

export interface StreamHandlers {
  onChange(change: WireChange): void;
  /** Events were missed or could not be read: what is shown must be loaded anew. */
  onReset(): void;
  onLink(state: LinkState): void;
  /** The stream is refused for good: no session, or words that cannot be searched. */
  onRefused(error: ApiError): void;
}

/** Without a byte for this long, two heartbeats were missed and the line is dead. */
const silence = 70_000;

/**
 * Listens to `GET /v1/stream` until it is closed. Read with fetch instead of EventSource, which gives up after an
 * error answer, forgets its place then, and tells nobody the status. The last id is sent with every new try, so that
 * nothing is lost or told twice.
 *
 * @returns a function that closes the stream
 */
export function openStream(params: URLSearchParams, handlers: StreamHandlers): () => void {
  const closing = new AbortController();
  void listen(params, handlers, closing.signal);
  return () => closing.abort();
}

async function listen(params: URLSearchParams, handlers: StreamHandlers, closed: AbortSignal): Promise<void> {
  let lastEventId = '';
  let attempt = 0;
  const remember = (event: StreamEvent) => {
    lastEventId = event.id;
    attempt = 0;
  };
  while (!closed.aborted) {
    handlers.onLink('connecting');
    try {
      await readOnce(params, lastEventId, handlers, closed, remember);
    } catch (error) {
      if (closed.aborted) return;
      const problem = asApiError(error);
      if (problem.signedOut || problem.code === 'query_invalid') {
        handlers.onRefused(problem);
        return;
      }
    }
    if (closed.aborted) return;
    handlers.onLink('down');
    attempt += 1;
    await pause(backoff(attempt), closed);
  }
}

async function readOnce(
  params: URLSearchParams,
  lastEventId: string,
  handlers: StreamHandlers,
  closed: AbortSignal,
  remember: (event: StreamEvent) => void,
): Promise<void> {
  const connection = new AbortController();
  const close = () => connection.abort();
  closed.addEventListener('abort', close, { once: true });
  let watchdog = window.setTimeout(close, silence);
  try {
    const response = await fetch(`/v1/stream?${params.toString()}`, {
      headers: {
        accept: 'text/event-stream',
        ...(lastEventId === '' ? {} : { 'last-event-id': lastEventId }),
      },
      credentials: 'same-origin',
      cache: 'no-store',
      signal: connection.signal,
    });
    if (!response.ok || !response.body) throw await problemOf(response);
    handlers.onLink('live');
    const parser = new EventStreamParser(lastEventId);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      window.clearTimeout(watchdog);
      watchdog = window.setTimeout(close, silence);
      for (const event of parser.push(read.value)) {
        remember(event);
        tell(event, handlers);
      }
    }
  } catch (error) {
    // Closing a silent line is our own doing and no fault: the loop opens the next one.
    if (!isAborted(error)) throw error;
  } finally {
    window.clearTimeout(watchdog);
    closed.removeEventListener('abort', close);
  }
}

function tell(event: StreamEvent, handlers: StreamHandlers): void {
  if (event.event === 'reset') {
    handlers.onReset();
    return;
  }
  if (event.event !== 'story' && event.event !== 'gone') return;
  const change = readChange(event.event, event.data);
  if (change) handlers.onChange(change);
  else handlers.onReset();
}

function readChange(name: 'story' | 'gone', data: string): WireChange | null {
  try {
    return decodeChange(name, data);
  } catch {
    // Broken JSON: the caller answers by loading anew.
    return null;
  }
}

function pause(milliseconds: number, closed: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      window.clearTimeout(timer);
      closed.removeEventListener('abort', done);
      resolve();
    };
    const timer = window.setTimeout(done, milliseconds);
    closed.addEventListener('abort', done, { once: true });
  });
}
