import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { deadLetterTopic, topicNames, topics, type Topic } from '#contracts';
import { wantedTopics } from '../../libs/events/src/kafka/plan-topics.js';
import { consumedTopics } from './code-facts.js';
import { at, filesOf, read, resourcesIn, type Resource } from './tool.js';

interface Acl {
  readonly resource: { readonly type: string; readonly name?: string; readonly patternType?: string };
  readonly operations: readonly string[];
}

const services = ['gateway', 'normaliser', 'deduplicator', 'indexer', 'search', 'publisher'] as const;

let resources: Resource[];

beforeAll(async () => {
  const files = (await filesOf('deploy/operators', '.yaml')).filter(
    (path) => !path.endsWith('kustomization.yaml'),
  );
  resources = (await Promise.all(files.map(read))).flatMap(resourcesIn);
});

function of(kind: string): Resource[] {
  return resources.filter((resource) => resource.kind === kind);
}

function rightsOf(user: string): Acl[] {
  const found = of('KafkaUser').find(({ metadata }) => metadata.name === `wiredesk-${user}`);
  return at(found, 'spec', 'authorization', 'acls') as Acl[];
}

/** Names of one type of thing on which a user may do something; a prefix stands with a star behind it. */
function allowed(user: string, type: string, operation: string): string[] {
  return rightsOf(user)
    .filter(({ resource, operations }) => resource.type === type && operations.includes(operation))
    .map(({ resource }) => `${resource.name}${resource.patternType === 'prefix' ? '*' : ''}`)
    .sort();
}

describe("Strimzi's topics", () => {
  it('are those of the registry, as `wiredesk topics` would make them', () => {
    const made = of('KafkaTopic').map((topic) => ({
      name: topic.metadata.name,
      partitions: at(topic, 'spec', 'partitions'),
      replication: at(topic, 'spec', 'replicas'),
      config: Object.fromEntries(
        Object.entries(at(topic, 'spec', 'config') as object).map(([name, value]) => [name, String(value)]),
      ),
    }));
    expect(made).toEqual(wantedTopics(3));
  });
});

describe("Strimzi's users", () => {
  it('may write the topics that their service owns and the dead letters of those it consumes, and no others', async () => {
    const consumed = await consumedTopics();
    for (const service of services) {
      const owns = topicNames.filter((topic) => topics[topic].owner === service);
      const own = consumed.filter(({ app }) => app === service);
      const reads = [...new Set(own.map(({ topic }) => topic as Topic))];
      expect([service, allowed(service, 'topic', 'Write')]).toEqual([
        service,
        [...owns, ...reads.map(deadLetterTopic)].sort(),
      ]);
      expect([service, allowed(service, 'transactionalId', 'Write')]).toEqual([
        service,
        owns.length > 0 ? [`relay.${service}`] : [],
      ]);
      expect([service, allowed(service, 'topic', 'Read')]).toEqual([service, reads.sort()]);
      expect([service, allowed(service, 'group', 'Read')]).toEqual([
        service,
        [...new Set(own.map(({ group }) => group))].sort(),
      ]);
    }
  });

  it('may describe whatever they may use', () => {
    for (const service of services)
      for (const { resource, operations } of rightsOf(service))
        if (resource.type !== 'group')
          expect([service, resource.name, operations]).toEqual([
            service,
            resource.name,
            expect.arrayContaining(['Describe']),
          ]);
  });
});

describe('the engines', () => {
  it('have the versions that Compose runs and tests know', async () => {
    const compose = parse(await read('docker-compose.yml'), { merge: true }) as {
      services: Record<string, { image: string }>;
    };
    const imageOf = (name: string) => compose.services[name]?.image.split(':')[1] ?? '';
    expect(at(of('Elasticsearch')[0], 'spec', 'version')).toBe(imageOf('elasticsearch'));
    expect(String(at(of('Kafka')[0], 'spec', 'kafka', 'version'))).toMatch(/^4\.1\./);
    expect(imageOf('kafka')).toMatch(/^4\.1\./);
    expect(String(at(of('Cluster')[0], 'spec', 'imageName'))).toMatch(/:18\./);
    expect(imageOf('postgres')).toMatch(/^18\./);
  });

  it('take as many connections as the chart lets services open, and keep what was acknowledged on two instances', async () => {
    const values = parse(await read('deploy/helm/wiredesk/values.yaml')) as {
      database: { maxConnections: number };
    };
    const cluster = of('Cluster')[0];
    const most = Number(at(cluster, 'spec', 'postgresql', 'parameters', 'max_connections'));
    expect(most).toBeGreaterThanOrEqual(values.database.maxConnections + 20);
    expect(at(cluster, 'spec', 'postgresql', 'synchronous')).toMatchObject({
      number: 1,
      dataDurability: 'required',
    });
  });

  it('back up to a store that is defined', () => {
    const plugin = at(of('Cluster')[0], 'spec', 'plugins', 0);
    expect(at(plugin, 'parameters', 'barmanObjectName')).toBe(of('ObjectStore')[0]?.metadata.name);
    expect(at(of('ScheduledBackup')[0], 'spec', 'cluster', 'name')).toBe(of('Cluster')[0]?.metadata.name);
  });
});
