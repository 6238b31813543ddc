import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { ProcessEngine, type Engine } from './engine.js';
import { findJava, quickJava } from './java.js';
import { fetchOnce, pomOf } from './maven.js';

const run = promisify(execFile);

export const kafkaVersion = '4.1.0';

export interface KafkaEngineOptions {
  /** Folder of what was downloaded. */
  readonly downloads: string;
  /** Folder of its settings and data. */
  readonly folder: string;
  readonly port: number;
  /** Port of its controller. */
  readonly controllerPort: number;
  /** Takes less work to start, and is slower in the long run. */
  readonly quick: boolean;
}

/** One Kafka node that is broker and controller in one, without encryption or passwords, on loopback. */
export function kafkaEngine(options: KafkaEngineOptions): Engine {
  const address = `127.0.0.1:${options.port}`;
  const settings = join(options.folder, 'server.properties');
  return new ProcessEngine({
    name: 'kafka',
    port: options.port,
    address,
    folder: options.folder,
    marker: settings,
    prepare: async () => {
      const java = await findJava(17, 'Kafka');
      const home = await fetchKafka(options.downloads);
      const classpath = ['-cp', join(home, 'lib', '*')];
      await writeFile(settings, kafkaSettings(options));
      if (!existsSync(join(options.folder, 'log', 'meta.properties'))) {
        const id = randomBytes(16).toString('base64url');
        const format = ['kafka.tools.StorageTool', 'format', `--cluster-id=${id}`, '-c', settings];
        await run(java.program, [...classpath, ...format], { cwd: options.folder });
      }
      const flags = [
        '-Xms256m',
        '-Xmx512m',
        '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
        '-Dorg.slf4j.simpleLogger.showDateTime=true',
      ];
      return {
        file: java.program,
        args: [...flags, ...(options.quick ? [quickJava] : []), ...classpath, 'kafka.Kafka', settings],
        options: { cwd: options.folder },
      };
    },
    healthy: () => answers(address),
  });
}

/** Brings Kafka's programs when they are not there yet; gives their folder, with the jars in `lib`. */
export async function fetchKafka(downloads: string): Promise<string> {
  const folder = join(downloads, `kafka-${kafkaVersion}`);
  const dependency = (group: string, artifact: string, version: string) =>
    `    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  await fetchOnce(folder, {
    name: `Kafka ${kafkaVersion} (some 45 MB)`,
    goal: 'copy-dependencies',
    output: 'kafka/lib',
    result: 'kafka',
    pom: pomOf(
      'kafka',
      [
        '  <dependencies>',
        dependency('org.apache.kafka', 'kafka_2.13', kafkaVersion),
        dependency('org.slf4j', 'slf4j-simple', '1.7.36'),
        '  </dependencies>',
      ].join('\n'),
    ),
  });
  return folder;
}

/** The broker's settings. Topics are made by `wiredesk topics` alone, so that none has settings by accident. */
export function kafkaSettings(
  options: Pick<KafkaEngineOptions, 'folder' | 'port' | 'controllerPort'>,
): string {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${options.controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${options.port},CONTROLLER://127.0.0.1:${options.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${options.port}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': join(options.folder, 'log'),
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 8,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 8,
    'group.initial.rebalance.delay.ms': 0,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

async function answers(address: string): Promise<boolean> {
  const client = new Kafka({
    clientId: 'wiredesk-stack',
    brokers: [address],
    connectionTimeout: 1_000,
    requestTimeout: 2_000,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  });
  const admin = client.admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length > 0;
  } catch {
    return false;
  } finally {
    await admin.disconnect();
  }
}
