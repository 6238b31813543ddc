import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { EgressDeniedError, type EgressGuard } from '../egress/egress-guard.js';
import { readRetryAfter } from './schedule.js';

/** What came of one POST. `error` is a stable code and never holds anything the receiver said. */
export interface PostResult {
  /** The HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** Null when a 2xx came. */
  readonly error: string | null;
  readonly retryAfterMs: number | undefined;
}

export interface WebhookClientOptions {
  readonly guard: EgressGuard;
  /** Time for one attempt until the answer's status, name look-up and connection included. */
  readonly timeoutMs: number;
}

/** Bytes of an answer that are read so that the connection can be used again; a longer answer costs the connection. */
const answerBytes = 16 * 1_024;
const answerMs = 2_000;
const idleSocketMs = 30_000;

/**
 * Posts bodies over kept-alive connections, only to addresses that the guard lets through. Redirects are not
 * followed; of the answer only status and `Retry-After` are used.
 */
export class WebhookClient {
  private readonly http: HttpAgent;
  private readonly https: HttpsAgent;

  constructor(private readonly options: WebhookClientOptions) {
    // no cap on sockets: destinations may share a host, and one must not wait for another's connection
    const agent = { keepAlive: true, maxFreeSockets: 4, timeout: idleSocketMs, lookup: options.guard.lookup };
    this.http = new HttpAgent(agent);
    this.https = new HttpsAgent(agent);
  }

  /** Sends once; a kept connection that turns out to be closed is replaced without counting. Never rejects. */
  async post(
    url: string,
    headers: Readonly<Record<string, string>>,
    body: Buffer,
    stop: AbortSignal,
  ): Promise<PostResult> {
    const attempt = new AbortController();
    const abort = () => attempt.abort();
    const timer = setTimeout(abort, this.options.timeoutMs);
    stop.addEventListener('abort', abort, { once: true });
    if (stop.aborted) abort();
    try {
      const target = new URL(url);
      this.options.guard.checkUrl(target);
      return await this.send(target, headers, body, attempt.signal);
    } catch (error) {
      return { status: null, error: errorCode(error, stop), retryAfterMs: undefined };
    } finally {
      clearTimeout(timer);
      stop.removeEventListener('abort', abort);
    }
  }

  /** Closes idle connections. */
  close(): void {
    this.http.destroy();
    this.https.destroy();
  }

  private async send(
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: Buffer,
    signal: AbortSignal,
  ): Promise<PostResult> {
    for (;;) {
      const sent = await this.sendOnce(url, headers, body, signal);
      if (sent !== 'connection was stale') return sent;
    }
  }

  private sendOnce(
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: Buffer,
    signal: AbortSignal,
  ): Promise<PostResult | 'connection was stale'> {
    const isHttps = url.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const request = (isHttps ? httpsRequest : httpRequest)(url, {
        method: 'POST',
        agent: isHttps ? this.https : this.http,
        headers: { ...headers, 'content-length': String(body.length) },
      });
      // not the request's own `signal`: it would also cut the reading of an answer whose status is known
      const abort = () => request.destroy(new AbortedError());
      signal.addEventListener('abort', abort, { once: true });
      const settle = () => signal.removeEventListener('abort', abort);
      request.once('response', (response) => {
        settle();
        discard(response);
        resolve(resultOf(response));
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        settle();
        if (request.reusedSocket && error.code === 'ECONNRESET' && !signal.aborted)
          resolve('connection was stale');
        else reject(error);
      });
      if (signal.aborted) abort();
      request.end(body);
    });
  }
}

class AbortedError extends Error {}

function resultOf(response: IncomingMessage): PostResult {
  const status = response.statusCode ?? 0;
  const isSuccess = status >= 200 && status < 300;
  return {
    status,
    error: isSuccess ? null : status >= 300 && status < 400 ? 'redirect_refused' : `http_${status}`,
    retryAfterMs: readRetryAfter(response.headers['retry-after'], new Date()),
  };
}

/** Reads a little of the answer and throws it away; more, or a trickle, ends the connection. */
function discard(response: IncomingMessage): void {
  let read = 0;
  const timer = setTimeout(() => response.destroy(), answerMs);
  timer.unref();
  response.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read > answerBytes) response.destroy();
  });
  response.once('close', () => clearTimeout(timer));
  // the delivery is decided by its status; a fault while throwing the rest away changes nothing
  response.on('error', () => clearTimeout(timer));
}

/** Codes of node's errors in the words of the ledger. */
const codes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection_refused',
  ECONNRESET: 'connection_reset',
  EPIPE: 'connection_reset',
  ENOTFOUND: 'name_not_found',
  EAI_AGAIN: 'name_not_found',
  ETIMEDOUT: 'timeout',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
};

function errorCode(error: unknown, stop: AbortSignal): string {
  if (error instanceof EgressDeniedError) return error.code;
  if (error instanceof AbortedError) return stop.aborted ? 'stopped' : 'timeout';
  const { code, errors } = error as { code?: unknown; errors?: readonly unknown[] };
  if (code === undefined && errors?.[0] !== undefined) return errorCode(errors[0], stop);
  if (typeof code !== 'string') return 'request_failed';
  if (Object.hasOwn(codes, code)) return codes[code] ?? 'request_failed';
  return /CERT|TLS|SSL|SELF_SIGNED|VERIFY|ISSUER|EPROTO/.test(code) ? 'tls_failed' : 'request_failed';
}
