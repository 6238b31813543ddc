import type { NextFunction, Request, Response } from 'express';
import type { Metrics } from '../metrics/metrics.js';

/** Measures every request by method, route pattern (never the path: ids would make endless series) and status. */
export function measureRequests(
  metrics: Metrics,
): (request: Request, response: Response, next: NextFunction) => void {
  const seconds = metrics.histogram('wiredesk_http_request_seconds', 'Time to answer a request', [
    'method',
    'route',
    'status',
  ]);
  return (request, response, next) => {
    const started = performance.now();
    response.once('close', () => {
      const stream = String(response.getHeader('content-type') ?? '').startsWith('text/event-stream');
      if (stream) return;
      const status = response.writableFinished ? String(response.statusCode) : 'aborted';
      seconds.observe(
        { method: request.method, route: routeOf(request), status },
        (performance.now() - started) / 1_000,
      );
    });
    next();
  };
}

function routeOf(request: Request): string {
  const route: unknown = request.route;
  const path = route !== null && typeof route === 'object' && 'path' in route ? route.path : undefined;
  return typeof path === 'string' ? path : 'unmatched';
}
