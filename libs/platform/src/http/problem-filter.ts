import { STATUS_CODES } from 'node:http';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { throwError, type Observable } from 'rxjs';
import type { Logger } from '../logging/create-logger.js';
import { problemOf, type Problem } from './problem.js';
import { requestIdOf } from './request-id.js';

/** Answers every error as `application/problem+json` and logs those that nobody foresaw. */
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): Observable<never> | void {
    // A filter that returns counts as success for a consumer, which would lose the event.
    if (host.getType() !== 'http') return throwError(() => error);
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const problem = problemOf(error);
    this.log(problem, error, request);
    if (response.headersSent) response.destroy();
    else sendProblem(response, problem, requestIdOf(request));
  }

  private log(problem: Problem, error: unknown, request: Request): void {
    if (request.errored || request.socket.destroyed) return;
    const about = {
      method: request.method,
      path: request.path,
      status: problem.status,
      requestId: requestIdOf(request),
      err: error,
    };
    if (problem.unexpected) this.logger.error(about, 'a request failed');
    else if (problem.code === 'store_unavailable') this.logger.warn(about, 'the store is unavailable');
    else this.logger.debug(about, 'a request was refused');
  }
}

/** Writes a problem as the answer. */
export function sendProblem(response: Response, problem: Problem, requestId: string): void {
  if (problem.retryAfterSeconds !== undefined)
    response.setHeader('retry-after', String(problem.retryAfterSeconds));
  if (problem.status === 401) response.setHeader('www-authenticate', 'Bearer realm="wiredesk"');
  response.status(problem.status);
  response.setHeader('content-type', 'application/problem+json; charset=utf-8');
  response.end(
    JSON.stringify({
      ...problem.members,
      type: `urn:wiredesk:problem:${problem.code}`,
      title: STATUS_CODES[problem.status] ?? 'Error',
      status: problem.status,
      code: problem.code,
      detail: problem.detail,
      requestId,
    }),
  );
}
