import { randomBytes } from 'node:crypto';
import { Client } from '@elastic/elasticsearch';
import { ElasticsearchEngine } from './elasticsearch-engine.js';

/** An engine with indices of its own on the Elasticsearch that tests run on, and a client to look at them. */
export interface TestElasticsearch {
  readonly prefix: string;
  readonly client: Client;
  readonly engine: ElasticsearchEngine;
  /** Another process, as it were, with the same indices. */
  readonly another: () => ElasticsearchEngine;
  readonly drop: () => Promise<void>;
}

export function testElasticsearch(): TestElasticsearch {
  const node = process.env['ELASTICSEARCH_NODE'] ?? 'http://127.0.0.1:9200';
  const prefix = `test-${randomBytes(6).toString('hex')}-`;
  const client = new Client({ node, requestTimeout: 30_000 });
  const engines: ElasticsearchEngine[] = [];
  const another = (): ElasticsearchEngine => {
    const engine = new ElasticsearchEngine({ node, prefix }, { targetsKnownForMs: 300 });
    engines.push(engine);
    return engine;
  };
  return {
    prefix,
    client,
    engine: another(),
    another,
    drop: async () => {
      const indices = Object.keys(await client.indices.get({ index: `${prefix}*` }));
      if (indices.length > 0) await client.indices.delete({ index: indices });
      await client.indices.deleteIndexTemplate({ name: `${prefix}*` });
      await client.cluster.deleteComponentTemplate({ name: `${prefix}search-settings` });
      await Promise.all(engines.map((engine) => engine.close()));
      await client.close();
    },
  };
}

/** Making indices takes long: tests share them and begin with empty ones. */
export async function emptyIndices({ client, prefix, engine }: TestElasticsearch): Promise<void> {
  await engine.health();
  await client.deleteByQuery({
    index: `${prefix}*`,
    query: { match_all: {} },
    refresh: true,
    conflicts: 'proceed',
  });
}
