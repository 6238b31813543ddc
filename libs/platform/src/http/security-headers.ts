import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';

const self = "'self'";
const none = "'none'";

/** The page is one script and one style sheet of the same origin; pictures come from the agencies' hosts. */
const pageDirectives = {
  defaultSrc: [self],
  scriptSrc: [self],
  styleSrc: [self],
  imgSrc: [self, 'data:', 'https:'],
  connectSrc: [self],
  objectSrc: [none],
  baseUri: [none],
  formAction: [self],
  frameAncestors: [none],
};

/** Swagger UI brings style elements of its own, and no inline script. */
const docsDirectives = { ...pageDirectives, styleSrc: [self, "'unsafe-inline'"], imgSrc: [self, 'data:'] };

/**
 * Helmet with a strict policy. No HSTS and no upgrade of insecure requests: TLS ends at the proxy in front, which owns
 * those, and a desk on loopback has none.
 */
export function securityHeaders(): (request: Request, response: Response, next: NextFunction) => void {
  const page = helmetWith(pageDirectives);
  const docs = helmetWith(docsDirectives);
  return (request, response, next) =>
    (/^\/docs(?:\/|$)/.test(request.path) ? docs : page)(request, response, next);
}

function helmetWith(directives: Record<string, string[]>) {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
}
