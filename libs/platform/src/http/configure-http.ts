import type { Server } from 'node:http';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Config } from '../config/config.js';
import { LOGGER, type Logger } from '../logging/create-logger.js';
import { Metrics } from '../metrics/metrics.js';
import { traceRequests } from '../tracing/trace-requests.js';
import { Tracing } from '../tracing/tracing.js';
import { serveOpenApi } from './open-api.js';
import { ProblemFilter } from './problem-filter.js';
import { jsonBodies, requestBorder } from './request-border.js';

/** Longer than the idle time of common load balancers, so that it is they who close idle connections. */
const keepAliveMs = 65_000;

/**
 * Everything that HTTP apps share: request ids, measures, traces, security headers, JSON bodies, problem answers and the API
 * document. Call it after the app is created with `bodyParser: false` and before it is initialised or listens; the
 * app must import `PlatformModule`.
 */
export function configureHttp(app: NestExpressApplication, { config }: { readonly config: Config }): void {
  if (config.http.trustProxy > 0) app.set('trust proxy', config.http.trustProxy);
  app.set('etag', false);
  app.disable('x-powered-by');
  app.use(requestBorder(app.get(Metrics)), traceRequests(app.get(Tracing)), jsonBodies());
  app.useGlobalFilters(new ProblemFilter(app.get<Logger>(LOGGER)));
  serveOpenApi(app);
  const server: Server = app.getHttpServer();
  server.keepAliveTimeout = keepAliveMs;
  server.headersTimeout = keepAliveMs + 1_000;
}
