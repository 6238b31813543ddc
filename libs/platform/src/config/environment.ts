import { z } from 'zod';
import { logLevels, saslMechanisms } from './config.js';

const words = { '1': true, true: true, yes: true, on: true, '0': false, false: false, no: false, off: false };
const flag = z
  .string()
  .toLowerCase()
  .refine((word) => Object.hasOwn(words, word), 'must be 1 or 0')
  .transform((word) => words[word as keyof typeof words]);

/** A whole number between two bounds, written in decimal digits. */
function whole(min: number, max: number) {
  return z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be between ${min} and ${max}`);
}

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });
const postgresUrl = z.url({
  protocol: /^postgres(?:ql)?$/,
  error: 'must look like postgres://user:password@host:5432/database',
});

/** The entries of a comma-separated list. */
function listed(list: string): string[] {
  return list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** The name of a file; it is read once, at the start. */
function file(what: string) {
  return z.string().min(1).optional().describe(`File with ${what}.`);
}

const mebibyte = 1_048_576;

/**
 * The whole environment, one entry a variable; its description is what the documentation shows. Defaults that depend
 * on the service are in `readConfig`.
 */
export const environment = z.object({
  PORT: whole(0, 65_535)
    .optional()
    .describe(
      'HTTP port: desk 3000, gateway 8081, normaliser 8082, deduplicator 8083, indexer 8084, search 8085, publisher 8086; 0 = any free one.',
    ),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on.'),
  LOG_LEVEL: z
    .string()
    .toLowerCase()
    .pipe(z.enum(logLevels, `must be one of ${logLevels.join(', ')}`))
    .default('info')
    .describe(`Least level that is logged: ${logLevels.join(', ')}.`),

  WIREDESK_DATA: z
    .string()
    .min(1)
    .default('./.wiredesk')
    .describe('Folder of the embedded database and its keys.'),
  WIREDESK_DEMO: flag.default(true).describe('0 = the desk starts empty instead of with a demo wire.'),
  WIREDESK_ADMIN_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{8,200}$/, 'must be 8 to 200 printable characters without spaces')
    .optional()
    .describe('Admin key to use instead of a generated one.'),
  WIREDESK_PUBLIC_URL: httpUrl
    .optional()
    .describe('Where people reach the desk; used for links and secure cookies.'),
  WIREDESK_TRUST_PROXY: whole(0, 10)
    .default(0)
    .describe('Number of proxies in front whose X-Forwarded headers are believed.'),
  WIREDESK_RATE_LIMIT: whole(0, 1_000_000)
    .default(2_000)
    .describe('Requests a second of one API key; 0 = no limit.'),
  WIREDESK_RATE_BURST: whole(1, 1_000_000)
    .optional()
    .describe('Requests that an idle key may save up; default twice the limit.'),
  WIREDESK_MAX_BODY_BYTES: whole(1_024, 512 * mebibyte)
    .default(20 * mebibyte)
    .describe(
      'Most bytes of one transmission, counted after decoding of its Content-Encoding; default 20 MiB.',
    ),
  WIREDESK_MAX_BODY_RATIO: whole(10, 10_000)
    .default(200)
    .describe('Most decoded bytes for one compressed byte, once more than 1 MiB came out.'),
  WIREDESK_MAX_BUFFERED_BYTES: whole(mebibyte, 8_192 * mebibyte)
    .default(256 * mebibyte)
    .describe('Bytes of pushes held in memory over all senders; above it pushes get 503. Default 256 MiB.'),
  WIREDESK_DATABASE_POOL: whole(4, 200).default(20).describe('Most database connections of one process.'),
  WIREDESK_SHUTDOWN_DELAY_MS: whole(0, 60_000)
    .default(0)
    .describe('Time to stay unready before stopping; give a load balancer its look-away time.'),
  WIREDESK_SHUTDOWN_DEADLINE_MS: whole(1_000, 600_000)
    .default(25_000)
    .describe('Time after which a shutdown that hangs is cut, with exit code 1.'),
  WIREDESK_EGRESS_ALLOW: z
    .string()
    .transform(listed)
    .default([])
    .describe(
      'Where webhooks may go besides public addresses, comma-separated: networks (10.1.0.0/16), host names, domains with a leading dot (.svc.cluster.local).',
    ),
  WIREDESK_URL: httpUrl.optional().describe('CLI: the server to talk to; default http://127.0.0.1:3000.'),
  WIREDESK_KEY: z.string().min(1).optional().describe('CLI: the API key to use.'),

  DATABASE_URL: postgresUrl
    .optional()
    .describe('PostgreSQL 16 or newer; without it the desk starts its own. Needed by every other service.'),
  DATABASE_SSL: flag.default(false).describe('1 = TLS to PostgreSQL.'),
  DATABASE_SSL_CA: file('the CA certificate (PEM); implies DATABASE_SSL'),
  DATABASE_SSL_VERIFY: flag.default(true).describe("0 = do not verify PostgreSQL's certificate."),

  KAFKA_BROKERS: z
    .string()
    .transform(listed)
    .refine(
      (brokers) =>
        brokers.length > 0 &&
        brokers.every((broker) => /^[^\s/:]+:\d{1,5}$|^\[[^\]]+\]:\d{1,5}$/.test(broker)),
      'must be host:port, several with commas',
    )
    .optional()
    .describe('Kafka of services apart: host:port, several with commas. The desk in one process has none.'),
  KAFKA_SSL: flag.default(false).describe('1 = TLS to Kafka.'),
  KAFKA_SSL_CA: file('the CA certificate (PEM); implies KAFKA_SSL'),
  KAFKA_SSL_CERT: file('the client certificate (PEM); implies KAFKA_SSL'),
  KAFKA_SSL_KEY: file("the client certificate's key (PEM)"),
  KAFKA_SSL_VERIFY: flag.default(true).describe("0 = do not verify the brokers' certificates."),
  KAFKA_SASL_MECHANISM: z
    .string()
    .toLowerCase()
    .pipe(z.enum(saslMechanisms, `must be one of ${saslMechanisms.join(', ')}`))
    .optional()
    .describe(`How to sign in to Kafka: ${saslMechanisms.join(', ')}.`),
  KAFKA_SASL_USERNAME: z.string().min(1).optional().describe('User to sign in to Kafka with.'),
  KAFKA_SASL_PASSWORD: z.string().min(1).optional().describe('Password to sign in to Kafka with.'),
  TOPIC_PREFIX: z
    .string()
    .regex(/^[a-zA-Z0-9._-]{1,64}$/, 'must be 1 to 64 letters, digits, dots, dashes or underscores')
    .optional()
    .describe('Begins the names of topics, consumer groups and transactional ids, for instance `test.`.'),

  ELASTICSEARCH_NODE: httpUrl
    .optional()
    .describe('Elasticsearch 9 of services apart, for instance http://elasticsearch:9200.'),
  ELASTICSEARCH_API_KEY: z.string().min(1).optional().describe('API key to sign in to Elasticsearch with.'),
  ELASTICSEARCH_USERNAME: z.string().min(1).optional().describe('User, when there is no API key.'),
  ELASTICSEARCH_PASSWORD: z.string().min(1).optional().describe("That user's password."),
  ELASTICSEARCH_CA: file('the CA certificate of Elasticsearch (PEM)'),
  INDEX_PREFIX: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9._-]{0,63}$/,
      'must be 1 to 64 lower-case letters, digits, dots, dashes or underscores',
    )
    .default('wiredesk-')
    .describe('Begins the names of indices, aliases and templates.'),

  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl
    .optional()
    .describe(
      'OTLP/HTTP collector that traces go to, for instance http://collector:4318; without it none are made.',
    ),
});
export type Environment = z.infer<typeof environment>;
