import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '#contracts';
import type { ServiceName } from './config.js';
import { environment } from './environment.js';
import { readConfig } from './read-config.js';
import { requireStack } from './stack-settings.js';

const database = { DATABASE_URL: 'postgres://desk:s3cret@db.example:5432/wire' };

function faultsOf(variables: Record<string, string>, service: ServiceName = 'desk'): string {
  try {
    readConfig(variables, { service });
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the settings were accepted');
}

describe('settings', () => {
  it('need nothing for a desk', () => {
    const config = readConfig({ PATH: '/bin', HOME: '/root' }, { service: 'desk' });
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      dataFolder: './.wiredesk',
      demo: true,
      adminKey: undefined,
      database: { url: undefined, ssl: undefined },
      ingest: { maxBodyBytes: 20_971_520 },
      notices: [],
    });
  });

  it('take an empty value as none', () => {
    expect(readConfig({ PORT: '', WIREDESK_ADMIN_KEY: ' ' }, { service: 'desk' }).port).toBe(3000);
  });

  it('give each service its port and ask it for its database', () => {
    expect(readConfig(database, { service: 'gateway' }).port).toBe(8081);
    expect(readConfig(database, { service: 'publisher' }).port).toBe(8086);
    expect(faultsOf({}, 'indexer')).toContain('DATABASE_URL is missing');
  });

  it.each([
    [{ WIREDESK_ADMINKEY: 'x' }, 'WIREDESK_ADMINKEY is not a setting; did you mean WIREDESK_ADMIN_KEY?'],
    [{ DATABSE_URL: 'x' }, 'did you mean DATABASE_URL?'],
    [{ LOG_LEVLE: 'x' }, 'did you mean LOG_LEVEL?'],
    [{ KAFKA_BROKER: 'x' }, 'did you mean KAFKA_BROKERS?'],
    [{ WIREDESK_SOMETHING_ELSE: 'x' }, 'WIREDESK_SOMETHING_ELSE is not a setting'],
  ])('name a variable that is not known: %j', (variables, fault) => {
    expect(faultsOf(variables)).toContain(fault);
  });

  it('leave alone what Kubernetes and test runs put beside them', () => {
    const links = {
      KAFKA_PORT: 'tcp://10.0.0.7:9092',
      KAFKA_SERVICE_HOST: '10.0.0.7',
      WIREDESK_PORT_3000_TCP_ADDR: '10.0.0.8',
      WIREDESK_SERVICE_PORT_HTTP: '3000',
      WIREDESK_TEST_DATABASE: 'x',
      DATABASE: 'x',
    };
    expect(() => readConfig(links, { service: 'desk' })).not.toThrow();
  });

  it.each([
    [{ PORT: 'http' }, 'PORT must be a whole number'],
    [{ PORT: '70000' }, 'PORT must be between 0 and 65535'],
    [{ WIREDESK_MAX_BODY_BYTES: '0' }, 'WIREDESK_MAX_BODY_BYTES must be between'],
    [{ WIREDESK_DATABASE_POOL: '1' }, 'WIREDESK_DATABASE_POOL must be between'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of'],
    [{ WIREDESK_DEMO: 'maybe' }, 'WIREDESK_DEMO must be 1 or 0'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must look like postgres://'],
    [{ DATABASE_SSL_CA: '/nowhere/ca.pem' }, 'DATABASE_SSL_CA names a file that cannot be read'],
  ])('name a value that is wrong: %j', (variables, fault) => {
    expect(faultsOf(variables)).toContain(fault);
  });

  it('name all faults at once and no value', () => {
    const message = faultsOf({
      PORT: 'p0rtvalue',
      WIREDESK_ADMIN_KEY: 'sec ret',
      DATABASE_URL: 'mysql://root:hunter2@db',
      WIREDESK_TYPO: 'typovalue',
    });
    expect(message).toMatch(/PORT[^]*WIREDESK_ADMIN_KEY|WIREDESK_ADMIN_KEY[^]*PORT/);
    expect(message).toContain('WIREDESK_TYPO');
    expect(message).not.toMatch(/p0rtvalue|sec ret|hunter2|typovalue/);
  });

  it('refuse Kafka and Elasticsearch in the desk, which runs on PostgreSQL alone', () => {
    expect(faultsOf({ KAFKA_BROKERS: 'k:9092', ELASTICSEARCH_NODE: 'http://e:9200' })).toContain(
      'KAFKA_BROKERS, ELASTICSEARCH_NODE cannot be used: the desk runs on PostgreSQL alone',
    );
  });

  it.each<[ServiceName, Record<string, string>, string]>([
    ['search', { KAFKA_BROKERS: 'k:9092' }, 'search needs KAFKA_BROKERS and ELASTICSEARCH_NODE together'],
    ['normaliser', { KAFKA_SSL: '1' }, 'KAFKA_BROKERS is missing'],
    ['normaliser', { KAFKA_BROKERS: 'kafka' }, 'KAFKA_BROKERS must be host:port'],
    ['normaliser', { KAFKA_BROKERS: 'k:9092', KAFKA_SASL_USERNAME: 'me' }, 'go together'],
    [
      'normaliser',
      { KAFKA_BROKERS: 'k:9092', KAFKA_SASL_MECHANISM: 'gssapi' },
      'KAFKA_SASL_MECHANISM must be one of',
    ],
    ['indexer', { ELASTICSEARCH_API_KEY: 'x' }, 'ELASTICSEARCH_NODE is missing'],
  ])('name a stack that is set by halves: %s %j', (service, variables, fault) => {
    expect(faultsOf({ ...database, ...variables }, service)).toContain(fault);
  });

  it('give services apart their broker and search engine', () => {
    const config = readConfig(
      {
        ...database,
        KAFKA_BROKERS: 'k1:9092, k2:9092',
        KAFKA_SSL: '1',
        KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
        KAFKA_SASL_USERNAME: 'desk',
        KAFKA_SASL_PASSWORD: 'secret',
        TOPIC_PREFIX: 'test.',
        ELASTICSEARCH_NODE: 'https://e:9200',
        ELASTICSEARCH_API_KEY: 'abc',
      },
      { service: 'gateway' },
    );
    expect(config.kafka).toEqual({
      brokers: ['k1:9092', 'k2:9092'],
      prefix: 'test.',
      ssl: { rejectUnauthorized: true },
      sasl: { mechanism: 'scram-sha-512', username: 'desk', password: 'secret' },
    });
    expect(config.elasticsearch).toEqual({ node: 'https://e:9200', prefix: 'wiredesk-', apiKey: 'abc' });
    expect(() => requireStack(config)).not.toThrow();
  });

  it('ask a service that runs alone for the stack', () => {
    expect(() => requireStack(readConfig(database, { service: 'gateway' }))).toThrow(/ELASTICSEARCH_NODE/);
    expect(() => requireStack(readConfig(database, { service: 'publisher' }))).toThrow(
      /needs KAFKA_BROKERS;/,
    );
    const kafkaOnly = { ...database, KAFKA_BROKERS: 'k:9092' };
    expect(() => requireStack(readConfig(kafkaOnly, { service: 'publisher' }))).not.toThrow();
  });

  it('warn of what is allowed and yet unwise', () => {
    const { notices } = readConfig(
      { ...database, WIREDESK_ADMIN_KEY: 'short-key', DATABASE_SSL: '1', DATABASE_SSL_VERIFY: '0' },
      { service: 'desk' },
    );
    expect(notices).toHaveLength(2);
    expect(notices.join()).not.toContain('short-key');
  });

  it('are each described', () => {
    for (const [name, schema] of Object.entries(environment.shape)) {
      expect([name, schema.description ?? '']).toEqual([name, expect.stringMatching(/\.$/)]);
    }
  });
});
