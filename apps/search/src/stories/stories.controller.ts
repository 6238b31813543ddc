import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CurrentReader, RequireScope, type Reader } from '#access';
import { ProblemError, type StorySnapshot } from '#contracts';
import { zodParam, zodQuery } from '#platform';
import { SearchEngine, type RelatedStory } from '#search';
import { searchReader } from '../search.reader.js';
import { diffQuery, relatedQuery, type DiffQuery, type RelatedQuery } from '../search.schema.js';
import { StoryHistory, type VersionDiff, type VersionView } from './story-history.js';

const storyId = z.uuid();

/** Stories by their id. What a reader may not see is as unknown to it as what is not there. */
@ApiTags('stories')
@RequireScope('search:read')
@Controller('v1/stories/:id')
export class StoriesController {
  constructor(
    @Inject(SearchEngine) private readonly engine: SearchEngine,
    @Inject(StoryHistory) private readonly history: StoryHistory,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The current snapshot of a story; of a killed one its status and headline' })
  story(@Param('id', zodParam(storyId)) id: string, @CurrentReader() reader: Reader): Promise<StorySnapshot> {
    return this.readable(id, reader);
  }

  @Get('versions')
  @ApiOperation({ summary: 'The versions of a story, the highest first' })
  async versions(
    @Param('id', zodParam(storyId)) id: string,
    @CurrentReader() reader: Reader,
  ): Promise<{ versions: VersionView[] }> {
    const story = await this.readable(id, reader);
    return { versions: await this.history.versions(story, searchReader(reader)) };
  }

  @Get('diff')
  @ApiOperation({ summary: 'What changed from one version to another, word by word' })
  async diff(
    @Param('id', zodParam(storyId)) id: string,
    @Query(zodQuery(diffQuery)) { from, to }: DiffQuery,
    @CurrentReader() reader: Reader,
  ): Promise<VersionDiff> {
    const story = await this.readable(id, reader);
    const diff = await this.history.diff(story, searchReader(reader), from, to);
    if (!diff) throw new ProblemError('not_found', 'This story has no such versions.');
    return diff;
  }

  @Get('related')
  @ApiOperation({ summary: 'Stories that have to do with this one, the nearest first' })
  async related(
    @Param('id', zodParam(storyId)) id: string,
    @Query(zodQuery(relatedQuery)) { limit }: RelatedQuery,
    @CurrentReader() reader: Reader,
  ): Promise<{ related: RelatedStory[] }> {
    await this.readable(id, reader);
    return { related: await this.engine.related(id, searchReader(reader), limit) };
  }

  private async readable(id: string, reader: Reader): Promise<StorySnapshot> {
    const story = await this.engine.get(id, searchReader(reader));
    if (!story) throw new ProblemError('not_found', 'There is no such story.');
    return story;
  }
}
