import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';

const acceptable = /^[\w.:-]{8,128}$/;
const ids = new WeakMap<Request, string>();

/** Gives a request an id, the caller's own when it sent a fit `X-Request-Id`, and returns it in the answer. */
export function assignRequestId(request: Request, response: Response): void {
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && acceptable.test(given) ? given : randomUUID();
  ids.set(request, id);
  response.setHeader('x-request-id', id);
}

/** The id of a request; empty before `assignRequestId` saw it. */
export function requestIdOf(request: Request): string {
  return ids.get(request) ?? '';
}
