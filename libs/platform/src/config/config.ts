/** The programs that read the environment; each has its own defaults. */
export const serviceNames = [
  'desk',
  'gateway',
  'normaliser',
  'deduplicator',
  'indexer',
  'search',
  'publisher',
  'migrate',
  'cli',
] as const;
export type ServiceName = (typeof serviceNames)[number];

/** Injection token of the `Config`. */
export const CONFIG = Symbol('wiredesk config');

/** All settings of a process, read once at its start by `readConfig`. */
export interface Config {
  readonly service: ServiceName;
  readonly host: string;
  readonly port: number;
  /** Folder of the embedded database and of what else the desk keeps. */
  readonly dataFolder: string;
  /** Load the demo wire into an empty desk. */
  readonly demo: boolean;
  /** Use this admin key instead of a generated one. */
  readonly adminKey: string | undefined;
  readonly database: {
    /** Undefined only in the desk and the CLI: the desk then starts its own PostgreSQL. */
    readonly url: string | undefined;
    readonly ssl: { readonly ca?: string; readonly rejectUnauthorized: boolean } | undefined;
    /** Most connections of this process. */
    readonly poolSize: number;
  };
  /** The broker that carries events between services apart; undefined = the event log does. */
  readonly kafka: KafkaSettings | undefined;
  /** The search engine of services apart; undefined = PostgreSQL is searched. */
  readonly elasticsearch: ElasticsearchSettings | undefined;
  /** OTLP collector that traces go to; undefined = none are made. */
  readonly tracing: { readonly endpoint: string } | undefined;
  readonly log: { readonly level: LogLevel };
  readonly http: {
    /** Where people reach the desk, for links; without a trailing slash. Undefined = host and port. */
    readonly publicUrl: string | undefined;
    /** Proxies in front whose `X-Forwarded-*` headers are believed; 0 = none. */
    readonly trustProxy: number;
    /** Requests a second of one key, and how many it may save up. 0 = no limit. */
    readonly rateLimit: { readonly perSecond: number; readonly burst: number };
  };
  readonly ingest: {
    /** Most bytes of one transmission, after decoding of its `Content-Encoding`. */
    readonly maxBodyBytes: number;
    /** Most decoded bytes for one encoded byte, once more than a MiB came out. */
    readonly maxBodyRatio: number;
    /** Bytes of pushes in flight, over all senders; above it pushes are answered 503. */
    readonly maxBufferedBytes: number;
  };
  readonly egress: {
    /** Networks, host names and domains that webhooks may go to besides public addresses. */
    readonly allow: readonly string[];
    /** Loopback too: in the desk, where sender and receiver share a machine. */
    readonly allowLoopback: boolean;
  };
  readonly shutdown: {
    /** Time to stay unready before stopping, so that a load balancer looks away. */
    readonly delayMs: number;
    /** Time until a shutdown that hangs is cut. */
    readonly deadlineMs: number;
  };
  /** The CLI's server and key. */
  readonly client: { readonly url: string | undefined; readonly key: string | undefined };
  /** Sentences worth a warning in the log: settings that are allowed and yet probably not what was meant. */
  readonly notices: readonly string[];
}

export interface KafkaSettings {
  /** `host:port` each. */
  readonly brokers: readonly string[];
  /** Begins the names of topics, consumer groups and transactional ids; may be empty. */
  readonly prefix: string;
  /** TLS; PEM texts. */
  readonly ssl:
    | {
        readonly ca?: string;
        readonly cert?: string;
        readonly key?: string;
        readonly rejectUnauthorized: boolean;
      }
    | undefined;
  readonly sasl:
    { readonly mechanism: SaslMechanism; readonly username: string; readonly password: string } | undefined;
}

export const saslMechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
export type SaslMechanism = (typeof saslMechanisms)[number];

export interface ElasticsearchSettings {
  readonly node: string;
  /** Begins the names of indices, aliases and templates. */
  readonly prefix: string;
  readonly apiKey?: string;
  readonly username?: string;
  readonly password?: string;
  /** PEM text of the CA. */
  readonly ca?: string;
}

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];
