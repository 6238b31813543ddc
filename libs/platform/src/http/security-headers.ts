import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Response } from 'express';
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

const docsPath = /^\/docs(?:\/|$)/;

type Headers = readonly (readonly [string, string])[];

/**
 * Helmet's headers with a strict policy, worked out once: they are the same for every answer. No HSTS and no upgrade
 * of insecure requests: TLS ends at the proxy in front, which owns those, and a desk on loopback has none.
 */
export function securityHeaders(): (path: string, response: Response) => void {
  const page = headersOf(pageDirectives);
  const docs = headersOf(docsDirectives);
  return (path, response) => {
    for (const [name, value] of docsPath.test(path) ? docs : page) response.setHeader(name, value);
  };
}

function headersOf(directives: Record<string, string[]>): Headers {
  const protect = helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  protect(request, response, (error) => {
    if (error) throw error;
  });
  return Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]);
}
