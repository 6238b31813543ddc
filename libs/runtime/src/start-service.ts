import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DataSource } from 'typeorm';
import { BatchTransport, CrashLedger, EventBus } from '#events';
import {
  configureHttp,
  createLogger,
  drain,
  HealthRegistry,
  Metrics,
  NestLogger,
  PlatformModule,
  registerStoreChecks,
  type Config,
  type Logger,
} from '#platform';
import { pendingMigrations, StoreModule } from '#store';
import { EventsModule } from './events.module.js';
import { watchLag } from './lag-metrics.js';

export interface ServiceOptions {
  readonly config: Config;
  readonly databaseUrl: string;
  /** The service's own modules. */
  readonly modules: readonly (Type | DynamicModule)[];
  readonly logger?: Logger;
}

export interface RunningService {
  readonly app: NestExpressApplication;
  readonly logger: Logger;
  /** Where it listens, without a trailing slash. */
  readonly url: string;
  /** Resolves with the error that ended a consumer: the process must stop with a non-zero code. */
  readonly fatal: Promise<unknown>;
  /** Drains: unready, no new requests, consumers finish their batch, then the rest. Resolves with the exit code. */
  stop(): Promise<0 | 1>;
}

@Module({})
class ServiceRoot {}

/** In-flight requests get this long to end by themselves. */
const requestGraceMs = 5_000;

/** Starts a service: HTTP with health and metrics, its modules, and its consumers on the event log. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { config, databaseUrl } = options;
  const logger = options.logger ?? createLogger({ level: config.log.level, service: config.service });
  const root: DynamicModule = {
    module: ServiceRoot,
    imports: [
      PlatformModule.forRoot(config, { logger }),
      StoreModule.forRoot({
        url: databaseUrl,
        ssl: config.database.ssl,
        poolSize: config.database.poolSize,
        applicationName: `wiredesk ${config.service}`,
      }),
      EventsModule.onEventLog({
        url: databaseUrl,
        onTrouble: (error) => logger.warn({ err: error }, 'the event log cannot be read; trying again'),
      }),
      ...options.modules,
    ],
  };
  const app = await NestFactory.create<NestExpressApplication>(root, {
    bodyParser: false,
    forceCloseConnections: true,
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  configureHttp(app, { config });
  const { transport, fatal } = connectConsumers(app, logger);
  const health = app.get(HealthRegistry);
  const dataSource = app.get(DataSource);
  registerStoreChecks(health, {
    ping: () => dataSource.query('select 1'),
    pendingMigrations: () => pendingMigrations(dataSource),
  });
  health.registerLiveness('consumers', () => {
    if (!transport.healthy) throw new Error('a consumer ended');
  });
  await app.listen(config.port, config.host);
  await app.startAllMicroservices();
  const stopLag = watchLag(app.get(EventBus), app.get(Metrics), logger);
  for (const notice of config.notices) logger.warn(notice);
  return {
    app,
    logger,
    url: urlOf(app.getHttpServer(), config),
    fatal,
    stop: () =>
      drain({
        health,
        logger,
        delayMs: config.shutdown.delayMs,
        deadlineMs: config.shutdown.deadlineMs,
        steps: [
          { name: 'lag metrics', order: 1, stop: stopLag },
          { name: 'requests', order: 1, stop: () => endRequests(app.getHttpServer()) },
          { name: 'consumers', order: 2, stop: () => transport.close() },
          { name: 'application', order: 3, stop: () => app.close() },
        ],
      }),
  };
}

function connectConsumers(app: NestExpressApplication, logger: Logger) {
  let tellFatal: (error: unknown) => void = () => undefined;
  const fatal = new Promise<unknown>((resolve) => (tellFatal = resolve));
  const results = app
    .get(Metrics)
    .counter('wiredesk_consumed_events_total', 'Events by what became of them', [
      'group',
      'topic',
      'result',
      'reason',
    ]);
  const transport = new BatchTransport({
    bus: app.get(EventBus),
    ledger: app.get(CrashLedger),
    count: ({ group, topic, kind, reason }, count) =>
      results.inc({ group, topic, result: kind, reason }, count),
    onRetry: ({ error, ...about }) => logger.warn({ ...about, err: error }, 'events will be tried again'),
    onFatal: (error) => {
      logger.fatal({ err: error }, 'a consumer met an unknown error; the process stops');
      tellFatal(error);
    },
  });
  app.connectMicroservice({ strategy: transport });
  return { transport, fatal };
}

/** Takes no new connection, lets requests in flight end, then cuts what is left: streams that never end. */
async function endRequests(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), requestGraceMs);
  await closed;
  clearTimeout(timer);
}

function urlOf(server: Server, config: Config): string {
  const { port } = server.address() as AddressInfo;
  const host = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host;
  return config.http.publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
