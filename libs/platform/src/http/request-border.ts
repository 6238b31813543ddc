import express, { type NextFunction, type Request, type Response } from 'express';
import { ProblemError } from '#contracts';
import type { Metrics } from '../metrics/metrics.js';
import { measureRequests } from './http-metrics.js';
import { assignRequestId } from './request-id.js';
import { securityHeaders } from './security-headers.js';
import { cutUnreadBody } from './unread-body.js';

type Middleware = (request: Request, response: Response, next: NextFunction) => void;

/** Most bytes of a JSON body, after decoding. Transmissions are not JSON bodies and have their own limit. */
const maxJsonBytes = 1_048_576;

/** Express matches paths in any case and with a slash at the end, so this must as well. */
const transmissions = /^\/v1\/feeds\/[^/]+\/transmissions\/?$/i;

/** What is done to each request before it finds its route. One function: every middleware costs each request a bit. */
export function requestBorder(metrics: Metrics): Middleware {
  const measure = measureRequests(metrics);
  const protect = securityHeaders();
  return (request, response, next) => {
    assignRequestId(request, response);
    measure(request, response);
    cutUnreadBody(request, response);
    const { path } = request;
    protect(path, response);
    // answers of the API are for their reader alone, unless a handler says otherwise
    if (path.startsWith('/v1/') || path === '/session') response.setHeader('cache-control', 'no-store');
    // PostgreSQL text cannot hold U+0000, and no honest URL does
    if (request.url.includes('%00'))
      next(new ProblemError('request_invalid', 'The URL holds a NUL character.'));
    else next();
  };
}

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
