import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CONFIG, type Config } from './config/config.js';
import { HealthController } from './health/health.controller.js';
import { HealthRegistry } from './health/health-registry.js';
import { createLogger, LOGGER, type Logger } from './logging/create-logger.js';
import { Metrics } from './metrics/metrics.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { Tracing } from './tracing/tracing.js';

/**
 * Gives every module of a process its config (`CONFIG`), logger (`LOGGER`), `Metrics`, `HealthRegistry` and
 * `Tracing`, and serves `/metrics` and `/health/…`. Import it once, at the root.
 */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(config: Config, options: { readonly logger?: Logger } = {}): DynamicModule {
    const logger = options.logger ?? createLogger({ level: config.log.level, service: config.service });
    return {
      module: PlatformModule,
      controllers: [HealthController, MetricsController],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOGGER, useValue: logger },
        Metrics,
        HealthRegistry,
        { provide: Tracing, useFactory: () => Tracing.start(config) },
      ],
      exports: [CONFIG, LOGGER, Metrics, HealthRegistry, Tracing],
    };
  }
}
