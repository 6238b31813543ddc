import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

const acceptable = /^[\w.:-]{8,128}$/;
const ids = new WeakMap<Request, string>();

/** Gives each request an id, the caller's own when it sent a fit `X-Request-Id`, and returns it in the answer. */
export function assignRequestId(request: Request, response: Response, next: NextFunction): void {
  const given = request.get('x-request-id');
  const id = given !== undefined && acceptable.test(given) ? given : randomUUID();
  ids.set(request, id);
  response.setHeader('x-request-id', id);
  next();
}

/** The id of a request; empty before `assignRequestId` saw it. */
export function requestIdOf(request: Request): string {
  return ids.get(request) ?? '';
}
