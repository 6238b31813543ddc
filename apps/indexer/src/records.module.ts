import { Module } from '@nestjs/common';
import { SearchEngineModule } from '#search';
import { EngineCheck } from './engine-check.js';
import { RecordsHandler } from './records.handler.js';

/** What the indexer does besides stories on an engine that keeps filings and clusters; the embedded one keeps none. */
@Module({ imports: [SearchEngineModule], controllers: [RecordsHandler], providers: [EngineCheck] })
export class RecordsModule {}
