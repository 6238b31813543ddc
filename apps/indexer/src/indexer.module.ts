import { Module } from '@nestjs/common';
import { SearchEngineModule } from '#search';
import { StoriesHandler } from './stories.handler.js';

/** The indexer: keeps the search index the image of `wire.stories`. Needs the platform, store and events modules. */
@Module({ imports: [SearchEngineModule], controllers: [StoriesHandler] })
export class IndexerModule {}
