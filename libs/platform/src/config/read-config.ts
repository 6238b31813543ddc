import { ConfigError } from '#contracts';
import type { Config, ServiceName } from './config.js';
import { environment, type Environment } from './environment.js';
import { optional, readPem } from './optional.js';
import { elasticsearchSettings, kafkaSettings, stackFaults } from './stack-settings.js';
import { unknownVariables } from './variable-names.js';

const defaultPorts: Record<ServiceName, number> = {
  desk: 3_000,
  gateway: 8_081,
  normaliser: 8_082,
  deduplicator: 8_083,
  indexer: 8_084,
  search: 8_085,
  publisher: 8_086,
  migrate: 0,
  cli: 0,
};

/** Services that work without a DATABASE_URL: the desk starts PostgreSQL, the CLI mostly speaks HTTP. */
const withoutDatabase: readonly ServiceName[] = ['desk', 'cli'];

/**
 * Reads and checks the environment. An empty value counts as absent. All faults are gathered into one ConfigError
 * (`config_invalid`) that names each variable; values are never part of it.
 */
export function readConfig(
  variables: Readonly<Record<string, string | undefined>>,
  { service }: { readonly service: ServiceName },
): Config {
  const given = Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => (entry[1] ?? '').trim() !== ''),
  );
  const faults = [...nameFaults(given), ...stackFaults(given, service)];
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    faults.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
  } else if (parsed.data.DATABASE_URL === undefined && !withoutDatabase.includes(service)) {
    faults.push(`DATABASE_URL is missing; ${service} needs it (only the desk starts its own PostgreSQL)`);
  }
  if (faults.length > 0 || !parsed.success) throw invalid(faults);
  return configOf(parsed.data, service);
}

function configOf(env: Environment, service: ServiceName): Config {
  return {
    service,
    host: env.HOST,
    port: env.PORT ?? defaultPorts[service],
    dataFolder: env.WIREDESK_DATA,
    demo: env.WIREDESK_DEMO,
    adminKey: env.WIREDESK_ADMIN_KEY,
    database: {
      url: env.DATABASE_URL,
      ssl: databaseSsl(env),
      poolSize: env.WIREDESK_DATABASE_POOL,
    },
    kafka: kafkaSettings(env),
    elasticsearch: elasticsearchSettings(env),
    tracing:
      env.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
        ? undefined
        : { endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT.replace(/\/+$/, '') },
    log: { level: env.LOG_LEVEL },
    http: {
      publicUrl: env.WIREDESK_PUBLIC_URL?.replace(/\/+$/, ''),
      trustProxy: env.WIREDESK_TRUST_PROXY,
      rateLimit: {
        perSecond: env.WIREDESK_RATE_LIMIT,
        burst: env.WIREDESK_RATE_BURST ?? 2 * env.WIREDESK_RATE_LIMIT,
      },
    },
    ingest: {
      maxBodyBytes: env.WIREDESK_MAX_BODY_BYTES,
      maxBodyRatio: env.WIREDESK_MAX_BODY_RATIO,
      maxBufferedBytes: Math.max(env.WIREDESK_MAX_BUFFERED_BYTES, 2 * env.WIREDESK_MAX_BODY_BYTES),
    },
    egress: { allow: env.WIREDESK_EGRESS_ALLOW, allowLoopback: service === 'desk' },
    shutdown: {
      delayMs: env.WIREDESK_SHUTDOWN_DELAY_MS,
      deadlineMs: env.WIREDESK_SHUTDOWN_DEADLINE_MS,
    },
    client: { url: env.WIREDESK_URL?.replace(/\/+$/, ''), key: env.WIREDESK_KEY },
    notices: noticesOf(env, service),
  };
}

function databaseSsl(env: Environment): Config['database']['ssl'] {
  if (!env.DATABASE_SSL && env.DATABASE_SSL_CA === undefined) return undefined;
  return {
    ...optional('ca', readPem('DATABASE_SSL_CA', env.DATABASE_SSL_CA)),
    rejectUnauthorized: env.DATABASE_SSL_VERIFY,
  };
}

function nameFaults(given: Record<string, string>): string[] {
  return unknownVariables(Object.keys(given)).map(
    ({ name, meant }) => `${name} is not a setting${meant === undefined ? '' : `; did you mean ${meant}?`}`,
  );
}

function noticesOf(env: Environment, service: ServiceName): string[] {
  const notices: string[] = [];
  if (env.WIREDESK_ADMIN_KEY !== undefined && env.WIREDESK_ADMIN_KEY.length < 32) {
    notices.push('WIREDESK_ADMIN_KEY is short enough to be guessed; use 32 random characters or more');
  }
  if (env.KAFKA_BROKERS !== undefined && !env.KAFKA_SSL_VERIFY) {
    notices.push("KAFKA_SSL_VERIFY=0: the brokers' certificates are not verified");
  }
  if (env.DATABASE_SSL && !env.DATABASE_SSL_VERIFY) {
    notices.push("DATABASE_SSL_VERIFY=0: PostgreSQL's certificate is not verified");
  }
  if (service === 'desk' && env.DATABASE_SSL && env.DATABASE_URL === undefined) {
    notices.push('DATABASE_SSL has no effect on the embedded PostgreSQL');
  }
  return notices;
}

function invalid(faults: readonly string[]): ConfigError {
  return new ConfigError(
    'config_invalid',
    `The settings are wrong:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
  );
}
