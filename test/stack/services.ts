import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { Client } from 'pg';
import { freePort } from '../../tools/stack/ports.js';
import { appNames, runCommand, ServiceProcess, type AppName } from './service-process.js';

/** Where the engines are. */
export interface Engines {
  /** A PostgreSQL server; the services get a database of their own on it. */
  readonly postgres: string;
  readonly kafka: string;
  readonly elasticsearch: string;
}

export interface ServicesOptions {
  readonly engines: Engines;
  /** Processes of each service; default 1. */
  readonly replicas?: Partial<Record<AppName, number>>;
  /** Settings besides those that the services need to find each other. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Services that leave the processor to the others and to the engines. */
  readonly yielding?: readonly AppName[];
}

export interface CallOptions {
  readonly key?: string;
  readonly json?: unknown;
  readonly bytes?: string | Uint8Array;
  readonly headers?: Record<string, string>;
}

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** Paths of each service, as an edge proxy maps them; the gateway has the rest. */
const paths: readonly [RegExp, AppName][] = [
  [/^\/v1\/(search|stories|clusters|stream|saved-searches|alerts)\b/, 'search'],
  [/^\/v1\/(destinations|deliveries|out|queues|changes)\b/, 'publisher'],
];

/** The six services in processes of their own, on a database, topics and indices of their own. */
export class Services {
  readonly adminKey = `wd_admin_${randomBytes(32).toString('hex')}`;
  readonly databaseUrl: string;
  /** Begins the names of its topics and groups, and, with a dash for the dot, of its indices. */
  readonly topicPrefix: string;
  readonly indexPrefix: string;
  readonly processes: Readonly<Record<AppName, readonly ServiceProcess[]>>;
  readonly environment: Readonly<Record<string, string>>;

  private constructor(
    private readonly options: ServicesOptions,
    name: string,
    /** Folder of logs. */
    readonly folder: string,
    ports: Readonly<Record<AppName, readonly number[]>>,
  ) {
    this.topicPrefix = `${name}.`;
    this.indexPrefix = `${name}-`;
    this.databaseUrl = withDatabase(options.engines.postgres, name);
    this.environment = {
      DATABASE_URL: this.databaseUrl,
      KAFKA_BROKERS: options.engines.kafka,
      ELASTICSEARCH_NODE: options.engines.elasticsearch,
      TOPIC_PREFIX: this.topicPrefix,
      INDEX_PREFIX: this.indexPrefix,
      WIREDESK_ADMIN_KEY: this.adminKey,
      WIREDESK_EGRESS_ALLOW: '127.0.0.0/8',
      WIREDESK_DATABASE_POOL: '10',
      LOG_LEVEL: 'info',
      ...options.settings,
    };
    const processesOf = (app: AppName) =>
      ports[app].map(
        (port, i) =>
          new ServiceProcess({
            app,
            port,
            environment: this.environment,
            isYielding: options.yielding?.includes(app) ?? false,
            log: join(folder, `${app}-${i + 1}.log`),
          }),
      );
    this.processes = Object.fromEntries(appNames.map((app) => [app, processesOf(app)])) as Record<
      AppName,
      ServiceProcess[]
    >;
  }

  /** Chooses names and ports; starts nothing. */
  static async plan(options: ServicesOptions): Promise<Services> {
    const folder = await mkdtemp(join(tmpdir(), 'wiredesk-services-'));
    const ports = {} as Record<AppName, number[]>;
    for (const app of appNames) {
      const count = options.replicas?.[app] ?? 1;
      ports[app] = await Promise.all(Array.from({ length: count }, freePort));
    }
    return new Services(options, `wd${randomBytes(4).toString('hex')}`, folder, ports);
  }

  /** Makes the database and the topics, as a deployment's first job does, then starts all services. */
  async start(): Promise<void> {
    await onServer(this.options.engines.postgres, `create database ${this.name}`);
    await runCommand(['migrate'], this.forCommands);
    await runCommand(['topics'], this.forCommands);
    await Promise.all(this.all.map((service) => service.start()));
  }

  /** The settings that commands on database, topics and indices need. */
  get forCommands(): Readonly<Record<string, string>> {
    const { WIREDESK_ADMIN_KEY: _unused, ...settings } = this.environment;
    return settings;
  }

  get all(): readonly ServiceProcess[] {
    return appNames.flatMap((app) => this.processes[app]);
  }

  /** The first process of a service. */
  one(app: AppName): ServiceProcess {
    return this.processes[app][0]!;
  }

  /** Asks the service that a path belongs to. A body of type JSON comes parsed. */
  async call<T>(method: string, path: string, options: CallOptions = {}): Promise<Answer<T>> {
    const app = paths.find(([pattern]) => pattern.test(path))?.[1] ?? 'gateway';
    const response = await fetch(`${this.one(app).url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${options.key ?? this.adminKey}`,
        ...(options.json === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.json === undefined ? {} : { body: JSON.stringify(options.json) }),
      ...(options.bytes === undefined ? {} : { body: options.bytes }),
    });
    const text = await response.text();
    const json = (response.headers.get('content-type') ?? '').includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: (json ? JSON.parse(text) : text) as T,
    };
  }

  /** Makes a key and gives its text. */
  async createKey(scope: string, feed?: string): Promise<string> {
    const json = { scopes: [scope], ...(feed === undefined ? {} : { feed }) };
    const { body } = await this.call<{ key: string }>('POST', '/v1/keys', { json });
    return body.key;
  }

  /** Stops all, and gives the exit codes by process. */
  async stop(): Promise<Record<string, number | null>> {
    const ends = await Promise.all(
      this.all.map(async (service, i) => [`${service.app}-${i}`, await service.stop()] as const),
    );
    return Object.fromEntries(ends);
  }

  /** Stops all and removes database, topics, indices and logs. */
  async destroy(): Promise<void> {
    await this.stop();
    const { kafka, elasticsearch, postgres } = this.options.engines;
    await deleteTopics(kafka, this.topicPrefix);
    await deleteIndices(elasticsearch, this.indexPrefix);
    await onServer(postgres, `drop database if exists ${this.name} with (force)`);
    await rm(this.folder, { recursive: true, force: true });
  }

  private get name(): string {
    return this.topicPrefix.slice(0, -1);
  }
}

async function deleteTopics(broker: string, prefix: string): Promise<void> {
  const kafka = new Kafka({ clientId: 'wiredesk-test', brokers: [broker], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
    const { groups } = await admin.listGroups();
    const ours = groups.map(({ groupId }) => groupId).filter((group) => group.startsWith(prefix));
    if (ours.length > 0) await admin.deleteGroups(ours);
  } finally {
    await admin.disconnect();
  }
}

async function deleteIndices(node: string, prefix: string): Promise<void> {
  const listed = await fetch(`${node}/_cat/indices/${prefix}*?format=json&h=index&expand_wildcards=all`);
  const indices = ((await listed.json()) as { index: string }[]).map(({ index }) => index);
  const templates = [`/_index_template/${prefix}*`, `/_component_template/${prefix}*`];
  for (const path of [...indices.map((index) => `/${index}`), ...templates]) {
    const response = await fetch(`${node}${path}`, { method: 'DELETE' });
    await response.arrayBuffer();
  }
}

/** The same server's URL with another database. */
function withDatabase(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: withDatabase(serverUrl, 'postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
