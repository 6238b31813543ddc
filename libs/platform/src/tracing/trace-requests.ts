import type { NextFunction, Request, Response } from 'express';
import type { Tracing } from './tracing.js';

/** Looks of machines at machines: a trace of each would bury the others. */
const untold = /^\/(?:health\/|metrics$)/;

/** Makes each request a piece of a trace: its caller's when it sends `traceparent`, else one of its own. */
export function traceRequests(
  tracing: Tracing,
): (request: Request, response: Response, next: NextFunction) => void {
  return (request, response, next) => {
    if (!tracing.isOn || untold.test(request.path)) {
      next();
      return;
    }
    const parent = request.headers['traceparent'];
    const work = tracing.begin(request.method, 'server', {
      ...(typeof parent === 'string' ? { parent } : {}),
      attributes: { 'http.request.method': request.method, 'url.path': request.path },
    });
    response.once('close', () => {
      const status = response.statusCode;
      work.end(status >= 500 ? `status ${status}` : undefined, { 'http.response.status_code': status });
    });
    work.run(next);
  };
}
