import type { Request, Response } from 'express';

const name = 'wiredesk_session';

/** The session token that a request's cookie holds. */
export function sessionTokenOf(request: Request): string | undefined {
  const header = request.headers.cookie;
  if (header === undefined) return undefined;
  for (const pair of header.split(';')) {
    const [key, value] = pair.split('=', 2).map((part) => part.trim());
    if (key === name && value) return value;
  }
  return undefined;
}

/**
 * Sets the session cookie: never seen by scripts, never sent with requests that other sites start, and over TLS alone
 * when that is how the page is reached.
 */
export function setSessionCookie(
  response: Response,
  token: string,
  options: { secure: boolean; ttlMs: number },
): void {
  response.cookie(name, token, {
    httpOnly: true,
    sameSite: 'strict',
    secure: options.secure,
    maxAge: options.ttlMs,
    path: '/',
  });
}

export function clearSessionCookie(response: Response, options: { secure: boolean }): void {
  response.clearCookie(name, { httpOnly: true, sameSite: 'strict', secure: options.secure, path: '/' });
}
