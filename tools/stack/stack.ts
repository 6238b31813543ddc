import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { elasticsearchEngine } from './elasticsearch.js';
import { engineNames, type Engine, type EngineName } from './engine.js';
import { kafkaEngine } from './kafka.js';
import { freePort } from './ports.js';
import { PostgresEngine } from './postgres.js';

export type Ports = Record<EngineName, number>;

export interface StackOptions {
  /** Folder of settings, data and logs; default: `data` in the stack's home. */
  readonly data?: string;
  /** Folder of what was downloaded, which stacks may share; default: `downloads` in the stack's home. */
  readonly downloads?: string;
  /** Loopback ports; 0 = any free one. One that is not given is as it was at the last start on this data. */
  readonly ports?: Partial<Ports>;
  /** Memory of Elasticsearch's heap, as Java writes it; default 768m. */
  readonly elasticsearchHeap?: string;
  /** Quick to start and slower in the long run: for tests. */
  readonly quick?: boolean;
}

/** Ports where nothing else is likely to be. */
export const defaultPorts: Ports = { kafka: 29_092, elasticsearch: 29_200, postgres: 25_432 };

/** Where the stack keeps all that it has: WIREDESK_STACK_HOME, else a folder in the user's cache. */
export function stackHome(): string {
  return resolve(process.env['WIREDESK_STACK_HOME'] || join(homedir(), '.cache', 'wiredesk', 'stack'));
}

/** A real Kafka, Elasticsearch and PostgreSQL on loopback, for development and tests. */
export class Stack {
  readonly engines: readonly Engine[];

  private constructor(
    readonly kafka: Engine,
    readonly elasticsearch: Engine,
    readonly postgres: Engine,
    private readonly data: string,
  ) {
    this.engines = [kafka, elasticsearch, postgres];
  }

  /** The stack on a folder of data, running or not; starts nothing. */
  static async at(options: StackOptions = {}): Promise<Stack> {
    const data = resolve(options.data ?? join(stackHome(), 'data'));
    const downloads = resolve(options.downloads ?? join(stackHome(), 'downloads'));
    const ports = await choosePorts(data, options.ports ?? {});
    const folder = (name: EngineName) => join(data, name);
    const quick = options.quick === true;
    return new Stack(
      kafkaEngine({
        downloads,
        folder: folder('kafka'),
        port: ports.kafka,
        controllerPort: ports.kafkaController,
        quick,
      }),
      elasticsearchEngine({
        downloads,
        folder: folder('elasticsearch'),
        port: ports.elasticsearch,
        heap: options.elasticsearchHeap ?? '768m',
        quick,
      }),
      new PostgresEngine({ folder: folder('postgres'), port: ports.postgres }),
      data,
    );
  }

  /** Starts the named engines, or all, side by side, and waits until they answer. */
  async start(names: readonly EngineName[] = engineNames): Promise<void> {
    await mkdir(this.data, { recursive: true });
    const { kafka, elasticsearch, postgres } = this;
    const ports = { kafka: kafka.port, elasticsearch: elasticsearch.port, postgres: postgres.port };
    await writeFile(portsFile(this.data), JSON.stringify(ports));
    await Promise.all(
      this.engines.filter(({ name }) => names.includes(name)).map((engine) => engine.start()),
    );
  }

  /** Stops what runs, in order: Kafka and Elasticsearch write out what they hold. */
  async stop(): Promise<void> {
    await Promise.all(this.engines.map((engine) => engine.stop()));
  }

  /** kill -9 of all engines. */
  async kill(): Promise<void> {
    await Promise.all(this.engines.map((engine) => engine.kill()));
  }

  /** Stops it and deletes its data; downloads stay. */
  async reset(): Promise<void> {
    await this.stop();
    await rm(this.data, { recursive: true, force: true });
  }

  /** The settings that the services need to use it; every engine must have been started. */
  environment(): Record<'KAFKA_BROKERS' | 'ELASTICSEARCH_NODE' | 'DATABASE_URL', string> {
    return {
      KAFKA_BROKERS: this.kafka.address,
      ELASTICSEARCH_NODE: this.elasticsearch.address,
      DATABASE_URL: this.postgres.address,
    };
  }
}

/** Starts a stack; see `Stack.at` and `Stack.start`. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const stack = await Stack.at(options);
  await stack.start();
  return stack;
}

async function choosePorts(
  data: string,
  wanted: Partial<Ports>,
): Promise<Ports & { readonly kafkaController: number }> {
  const before = await lastPorts(data);
  const choose = async (name: EngineName) => {
    const port = wanted[name] ?? before[name] ?? defaultPorts[name];
    return port === 0 ? freePort() : port;
  };
  const ports: Ports = {
    kafka: await choose('kafka'),
    elasticsearch: await choose('elasticsearch'),
    postgres: await choose('postgres'),
  };
  return { ...ports, kafkaController: wanted.kafka === 0 ? await freePort() : ports.kafka + 1 };
}

async function lastPorts(data: string): Promise<Partial<Ports>> {
  try {
    return JSON.parse(await readFile(portsFile(data), 'utf8')) as Ports;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

function portsFile(data: string): string {
  return join(data, 'ports.json');
}
