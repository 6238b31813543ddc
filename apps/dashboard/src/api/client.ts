import { objectOf, textOf } from './json.js';

/** An answer of the API that is not a success, or no answer at all (`status` 0, code `unreachable`). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ApiError';
  }

  /** There is no session, or no longer one. */
  get signedOut(): boolean {
    return this.status === 401;
  }
}

/** Whether an error only says that the page itself stopped waiting. */
export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** Any error as one that can be shown. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError(0, 'unreachable', 'The desk does not answer.', { cause: error });
}

/** The error that a problem+json answer tells of. */
export async function problemOf(response: Response): Promise<ApiError> {
  const problem = objectOf(await response.json().catch(() => null)) ?? {};
  return new ApiError(
    response.status,
    textOf(problem['code']) ?? `http_${response.status}`,
    sentence(
      textOf(problem['detail']) ??
        textOf(problem['title']) ??
        `The desk answered with status ${response.status}.`,
    ),
  );
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Sends a request to the desk's own API with the session cookie; writes carry the header that forged forms cannot. */
export async function send(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  options: { body?: unknown; signal?: AbortSignal } = {},
): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') headers['x-wiredesk-request'] = '1';
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  const response = await fetch(path, {
    method,
    headers,
    credentials: 'same-origin',
    cache: 'no-store',
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** The JSON that the API answers. */
export async function getJson(path: string, signal?: AbortSignal): Promise<unknown> {
  const response = await send('GET', path, signal ? { signal } : {});
  return response.json();
}
