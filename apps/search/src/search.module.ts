import { Module } from '@nestjs/common';
import { AccessModule } from '#access';
import { SearchEngineModule } from '#search';
import { pageFolder, pageFolderToken, PageServer } from './page/page-server.js';
import { SearchController } from './search.controller.js';
import { StoriesController } from './stories/stories.controller.js';
import { StoryHistory } from './stories/story-history.js';
import { StreamController } from './stream/stream.controller.js';
import { StreamHub } from './stream/stream-hub.js';

/** Search, stories, live streams and the page. Needs the platform, store and events modules. */
@Module({
  imports: [AccessModule, SearchEngineModule],
  controllers: [SearchController, StoriesController, StreamController],
  providers: [StoryHistory, StreamHub, PageServer, { provide: pageFolderToken, useFactory: pageFolder }],
})
export class SearchModule {}
