import express, { type NextFunction, type Request, type Response } from 'express';
import { ProblemError } from '#contracts';

type Middleware = (request: Request, response: Response, next: NextFunction) => void;

/** Most bytes of a JSON body, after decoding. Transmissions are not JSON bodies and have their own limit. */
const maxJsonBytes = 1_048_576;

const transmissions = /^\/v1\/feeds\/[^/]+\/transmissions\/?$/;

/**
 * Parses JSON bodies of all routes but the one that takes transmissions: those bytes are read by the gateway as they
 * are, whatever content type they claim.
 */
export function jsonBodies(): Middleware {
  const parse = express.json({ limit: maxJsonBytes, type: ['application/json', 'application/*+json'] });
  return (request, response, next) => {
    if (request.method === 'POST' && transmissions.test(request.path)) next();
    else parse(request, response, next);
  };
}

/** PostgreSQL text cannot hold U+0000, and no honest URL does: such a request ends here. */
export function refuseNulInUrl(request: Request, _response: Response, next: NextFunction): void {
  if (request.url.includes('%00'))
    next(new ProblemError('request_invalid', 'The URL holds a NUL character.'));
  else next();
}

/** Answers of the API are for their reader alone: no cache may keep them, unless a handler says otherwise. */
export function noStore(request: Request, response: Response, next: NextFunction): void {
  if (request.path.startsWith('/v1/') || request.path === '/session')
    response.setHeader('cache-control', 'no-store');
  next();
}
