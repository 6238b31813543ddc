import type { ElasticsearchEngine } from '#search';
import { ConfigError } from '#contracts';

/** Runs work on the search index that ELASTICSEARCH_NODE names. */
export async function withSearchIndex<T>(work: (engine: ElasticsearchEngine) => Promise<T>): Promise<T> {
  const [{ readConfig }, search] = await Promise.all([import('#platform'), import('#search')]);
  const { elasticsearch } = readConfig(process.env, { service: 'cli' });
  if (!elasticsearch) {
    throw new ConfigError(
      'no_elasticsearch',
      'ELASTICSEARCH_NODE is missing; the desk in one process searches PostgreSQL, where nothing needs it',
    );
  }
  const engine = new search.ElasticsearchEngine(elasticsearch);
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}
