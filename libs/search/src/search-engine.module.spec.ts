import { describe, expect, it } from '@jest/globals';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { ElasticsearchEngine } from './elasticsearch/elasticsearch-engine.js';
import { PostgresSearchEngine } from './postgres/postgres-search-engine.js';
import { SearchEngine } from './search-engine.js';
import { SearchBackendModule, SearchEngineModule } from './search-engine.module.js';

@Global()
@Module({
  providers: [{ provide: DataSource, useFactory: () => new DataSource({ type: 'postgres' }) }],
  exports: [DataSource],
})
class StoreStandIn {}

async function engineOf(...backend: DynamicModule[]): Promise<SearchEngine> {
  @Module({ imports: [StoreStandIn, ...backend, SearchEngineModule] })
  class Service {}
  const app = await NestFactory.createApplicationContext(Service, { logger: false, abortOnError: false });
  const engine = app.get(SearchEngine, { strict: false });
  await app.close();
  return engine;
}

describe('the search engine of a process', () => {
  it('is PostgreSQL unless the process is told where Elasticsearch is', async () => {
    expect(await engineOf()).toBeInstanceOf(PostgresSearchEngine);
    const backend = SearchBackendModule.forRoot({ node: 'http://127.0.0.1:1', prefix: '' });
    expect(await engineOf(backend)).toBeInstanceOf(ElasticsearchEngine);
  });

  it('does not start with a prefix that no index may have', async () => {
    const backend = SearchBackendModule.forRoot({ node: 'http://127.0.0.1:1', prefix: 'Wire*' });
    await expect(engineOf(backend)).rejects.toMatchObject({ code: 'index_prefix_invalid' });
  });
});
