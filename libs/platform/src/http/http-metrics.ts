import type { Request, Response } from 'express';
import type { Metrics } from '../metrics/metrics.js';

/** Measures requests by method, route pattern (never the path: ids would make endless series) and status. */
export function measureRequests(metrics: Metrics): (request: Request, response: Response) => void {
  const seconds = metrics.histogram('wiredesk_http_request_seconds', 'Time to answer a request', [
    'method',
    'route',
    'status',
  ]);
  return (request, response) => {
    const started = performance.now();
    response.once('close', () => {
      // a stream lasts as long as its reader likes
      if (String(response.getHeader('content-type')).startsWith('text/event-stream')) return;
      const status = response.writableFinished ? response.statusCode : 'aborted';
      seconds.observe(
        { method: request.method, route: routeOf(request), status },
        (performance.now() - started) / 1_000,
      );
    });
  };
}

function routeOf(request: Request): string {
  const route: unknown = request.route;
  const path = route !== null && typeof route === 'object' && 'path' in route ? route.path : undefined;
  return typeof path === 'string' ? path : 'unmatched';
}
