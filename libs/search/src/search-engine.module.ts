import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ElasticsearchOptions } from './elasticsearch/client.js';
import { ElasticsearchEngine } from './elasticsearch/elasticsearch-engine.js';
import { PostgresSearchEngine } from './postgres/postgres-search-engine.js';
import { SearchEngine } from './search-engine.js';

const ELASTICSEARCH_OPTIONS = Symbol('elasticsearch options');

/** Says to the whole process, once, that stories are searched in Elasticsearch; without it PostgreSQL searches. */
@Global()
@Module({})
export class SearchBackendModule {
  static forRoot(options: ElasticsearchOptions): DynamicModule {
    return {
      module: SearchBackendModule,
      providers: [{ provide: ELASTICSEARCH_OPTIONS, useValue: options }],
      exports: [ELASTICSEARCH_OPTIONS],
    };
  }
}

/**
 * Gives the process its search engine: Elasticsearch where `SearchBackendModule` says so, else PostgreSQL on the data
 * source of `StoreModule`.
 */
@Module({
  providers: [
    {
      provide: SearchEngine,
      inject: [DataSource, { token: ELASTICSEARCH_OPTIONS, optional: true }],
      useFactory: (dataSource: DataSource, options?: ElasticsearchOptions) =>
        options ? new ElasticsearchEngine(options) : new PostgresSearchEngine(dataSource),
    },
  ],
  exports: [SearchEngine],
})
export class SearchEngineModule implements OnApplicationShutdown {
  constructor(@Inject(SearchEngine) private readonly engine: SearchEngine) {}

  async onApplicationShutdown(): Promise<void> {
    if (this.engine instanceof ElasticsearchEngine) await this.engine.close();
  }
}
