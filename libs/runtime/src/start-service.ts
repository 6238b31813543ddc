import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DataSource } from 'typeorm';
import { EventBus, KafkaClient } from '#events';
import {
  configureHttp,
  createLogger,
  drain,
  HealthRegistry,
  Metrics,
  NestLogger,
  PlatformModule,
  registerStoreChecks,
  Tracing,
  type Config,
  type Logger,
} from '#platform';
import { SearchBackendModule } from '#search';
import { pendingMigrations, StoreModule } from '#store';
import { beginWork } from './begin-work.js';
import { connectConsumers } from './connect-consumers.js';
import { EventsModule } from './events.module.js';
import { kafkaOptions, registerKafkaCheck } from './kafka-settings.js';
import { watchLag } from './lag-metrics.js';
import { gaugeStore } from './outbox.js';

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

/** Starts a service: HTTP with health and metrics, its modules, its consumers, its share in the outbox. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { config } = options;
  const logger = options.logger ?? createLogger({ level: config.log.level, service: config.service });
  const root: DynamicModule = {
    module: ServiceRoot,
    imports: [...commonModules(options, logger), ...options.modules],
  };
  const app = await NestFactory.create<NestExpressApplication>(root, {
    bodyParser: false,
    forceCloseConnections: true,
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  configureHttp(app, { config });
  const consumers = connectConsumers(app, logger);
  const health = app.get(HealthRegistry);
  const tracing = app.get(Tracing);
  const dataSource = app.get(DataSource);
  registerStoreChecks(health, {
    ping: () => dataSource.query('select 1'),
    pendingMigrations: () => pendingMigrations(dataSource),
  });
  health.registerLiveness('consumers', () => {
    if (!consumers.transport.healthy) throw new Error('a consumer ended');
  });
  if (config.kafka) registerKafkaCheck(health, app.get(KafkaClient), config.service);
  gaugeStore(app, logger);
  await app.listen(config.port, config.host);
  const work = await beginWork(app, config, logger, consumers.fail);
  const stopLag = watchLag(app.get(EventBus), app.get(Metrics), logger);
  for (const notice of config.notices) logger.warn(notice);
  return {
    app,
    logger,
    url: urlOf(app.getHttpServer(), config),
    fatal: consumers.fatal,
    stop: () =>
      drain({
        health,
        logger,
        delayMs: config.shutdown.delayMs,
        deadlineMs: config.shutdown.deadlineMs,
        steps: [
          { name: 'lag metrics', order: 1, stop: stopLag },
          { name: 'requests', order: 1, stop: () => endRequests(app.getHttpServer()) },
          { name: 'consumers', order: 2, stop: () => consumers.transport.close() },
          { name: 'outbox', order: 3, stop: () => work.stop() },
          { name: 'application', order: 4, stop: () => app.close() },
          { name: 'traces', order: 5, stop: () => tracing.stop() },
        ],
      }),
  };
}

/** Imports of every service: platform, store, bus, and the search engine's address where there is one. */
function commonModules({ config, databaseUrl }: ServiceOptions, logger: Logger): DynamicModule[] {
  const onTrouble = (error: unknown) =>
    logger.warn({ err: error }, 'events cannot be read or written at the moment; trying again');
  const eventLog = { url: databaseUrl, ssl: config.database.ssl, onTrouble };
  return [
    PlatformModule.forRoot(config, { logger }),
    StoreModule.forRoot({
      url: databaseUrl,
      ssl: config.database.ssl,
      poolSize: config.database.poolSize,
      applicationName: `wiredesk ${config.service}`,
    }),
    config.kafka
      ? EventsModule.onKafka({
          ...eventLog,
          kafka: kafkaOptions(config.kafka, config.service),
          onKafkaLog: (level, message, details) => logger[level](details, message),
        })
      : EventsModule.onEventLog(eventLog),
    ...(config.elasticsearch ? [SearchBackendModule.forRoot(config.elasticsearch)] : []),
  ];
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
