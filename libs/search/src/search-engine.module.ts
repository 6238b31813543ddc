import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PostgresSearchEngine } from './postgres/postgres-search-engine.js';
import { SearchEngine } from './search-engine.js';

/** Gives the process its search engine: PostgreSQL, on the data source of `StoreModule`. */
@Module({
  providers: [
    {
      provide: SearchEngine,
      inject: [DataSource],
      useFactory: (dataSource: DataSource) => new PostgresSearchEngine(dataSource),
    },
  ],
  exports: [SearchEngine],
})
export class SearchEngineModule {}
