import { ConfigError } from '#contracts';
import type { Config, ElasticsearchSettings, KafkaSettings, ServiceName } from './config.js';
import { environment, type Environment } from './environment.js';
import { optional, readPem } from './optional.js';

const stackNames = Object.keys(environment.shape).filter((name) =>
  /^(?:KAFKA_|ELASTICSEARCH_|TOPIC_PREFIX$|INDEX_PREFIX$)/.test(name),
);
/** Services that ask the search engine; the others live without it. */
const searching: readonly ServiceName[] = ['gateway', 'indexer', 'search'];

export function kafkaSettings(env: Environment): KafkaSettings | undefined {
  if (env.KAFKA_BROKERS === undefined) return undefined;
  const {
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: username,
    KAFKA_SASL_PASSWORD: password,
  } = env;
  const isEncrypted = env.KAFKA_SSL || env.KAFKA_SSL_CA !== undefined || env.KAFKA_SSL_CERT !== undefined;
  return {
    brokers: env.KAFKA_BROKERS,
    prefix: env.TOPIC_PREFIX ?? '',
    ssl: isEncrypted
      ? {
          ...optional('ca', readPem('KAFKA_SSL_CA', env.KAFKA_SSL_CA)),
          ...optional('cert', readPem('KAFKA_SSL_CERT', env.KAFKA_SSL_CERT)),
          ...optional('key', readPem('KAFKA_SSL_KEY', env.KAFKA_SSL_KEY)),
          rejectUnauthorized: env.KAFKA_SSL_VERIFY,
        }
      : undefined,
    sasl:
      mechanism === undefined || username === undefined || password === undefined
        ? undefined
        : { mechanism, username, password },
  };
}

export function elasticsearchSettings(env: Environment): ElasticsearchSettings | undefined {
  if (env.ELASTICSEARCH_NODE === undefined) return undefined;
  return {
    node: env.ELASTICSEARCH_NODE,
    prefix: env.INDEX_PREFIX,
    ...optional('apiKey', env.ELASTICSEARCH_API_KEY),
    ...optional('username', env.ELASTICSEARCH_USERNAME),
    ...optional('password', env.ELASTICSEARCH_PASSWORD),
    ...optional('ca', readPem('ELASTICSEARCH_CA', env.ELASTICSEARCH_CA)),
  };
}

/** Only two combinations are supported: event log and PostgreSQL search in one desk, Kafka and Elasticsearch apart. */
export function stackFaults(given: Record<string, string>, service: ServiceName): string[] {
  const set = stackNames.filter((name) => name in given);
  if (service === 'desk') {
    if (set.length === 0) return [];
    return [`${set.join(', ')} cannot be used: the desk runs on PostgreSQL alone; start the services apart`];
  }
  const faults: string[] = [];
  for (const [prefix, first] of [
    ['KAFKA_', 'KAFKA_BROKERS'],
    ['ELASTICSEARCH_', 'ELASTICSEARCH_NODE'],
  ] as const) {
    const names = set.filter((name) => name.startsWith(prefix));
    if (names.length > 0 && !(first in given))
      faults.push(`${first} is missing, without it ${names.join(', ')} mean nothing`);
  }
  if (searching.includes(service) && 'KAFKA_BROKERS' in given !== 'ELASTICSEARCH_NODE' in given) {
    faults.push(`${service} needs KAFKA_BROKERS and ELASTICSEARCH_NODE together`);
  }
  const sasl = ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'].filter(
    (name) => name in given,
  );
  if (sasl.length > 0 && sasl.length < 3) {
    faults.push('KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD go together');
  }
  if ('KAFKA_SSL_CERT' in given !== 'KAFKA_SSL_KEY' in given)
    faults.push('KAFKA_SSL_CERT and KAFKA_SSL_KEY go together');
  if ('ELASTICSEARCH_USERNAME' in given !== 'ELASTICSEARCH_PASSWORD' in given) {
    faults.push('ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD go together');
  }
  return faults;
}

/**
 * A service apart runs on the stack and on nothing else: the event log has no place for several processes of a group.
 * Throws ConfigError `no_stack` when Kafka, or the search engine where it is needed, is not set.
 */
export function requireStack(config: Config): void {
  const needsSearch = searching.includes(config.service);
  if (config.kafka && (config.elasticsearch || !needsSearch)) return;
  throw new ConfigError(
    'no_stack',
    `${config.service} needs KAFKA_BROKERS${needsSearch ? ' and ELASTICSEARCH_NODE' : ''}; without them run the whole desk in one process`,
  );
}
