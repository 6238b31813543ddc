export {
  CONFIG,
  serviceNames,
  type Config,
  type ElasticsearchSettings,
  type KafkaSettings,
  type LogLevel,
  type ServiceName,
} from './config/config.js';
export { environment } from './config/environment.js';
export { readConfig } from './config/read-config.js';
export { requireStack } from './config/stack-settings.js';
export { createLogger, LOGGER, type Logger, type LoggerOptions } from './logging/create-logger.js';
export { NestLogger } from './logging/nest-logger.js';
export { Metrics } from './metrics/metrics.js';
export { HealthRegistry, type HealthCheck, type HealthReport } from './health/health-registry.js';
export { registerStoreChecks, type StoreChecks } from './health/store-checks.js';
export { configureHttp } from './http/configure-http.js';
export { openApiDocument } from './http/open-api.js';
export { Public, publicRoute } from './http/public-route.js';
export { requestIdOf } from './http/request-id.js';
export { SchemaPipe, zodBody, zodParam, zodQuery } from './http/schema-pipe.js';
export { activeTraceparent, Tracing, type SpanRole, type TracedWork } from './tracing/tracing.js';
export { drain, stopSignal, type DrainOptions, type StopStep } from './shutdown/shutdown.js';
export { PlatformModule } from './platform.module.js';
