import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentReader, RequireScope, type Reader } from '#access';
import { zodBody } from '#platform';
import { changeFeed, createFeed, type ChangeFeed, type CreateFeed } from './feed-schemas.js';
import { FeedService, type FeedView } from './feed-service.js';

/** Feeds: the channels that dispatches come through. */
@ApiTags('feeds')
@Controller('v1/feeds')
export class FeedsController {
  constructor(@Inject(FeedService) private readonly feeds: FeedService) {}

  @Post()
  @RequireScope('admin')
  @ApiOperation({ summary: 'Make a feed' })
  create(@Body(zodBody(createFeed)) feed: CreateFeed, @CurrentReader() reader: Reader): Promise<FeedView> {
    return this.feeds.create(feed, reader.keyId);
  }

  @Get()
  @RequireScope('ops:read')
  @ApiOperation({ summary: 'All feeds' })
  async list(@CurrentReader() reader: Reader): Promise<{ feeds: FeedView[] }> {
    return { feeds: await this.feeds.list(reader) };
  }

  @Get(':feed')
  @RequireScope('ops:read')
  @ApiOperation({ summary: 'One feed' })
  show(@Param('feed') feed: string, @CurrentReader() reader: Reader): Promise<FeedView> {
    return this.feeds.show(feed, reader);
  }

  @Patch(':feed')
  @RequireScope('admin')
  @ApiOperation({ summary: 'Change profile, signatures or whether pushes are taken' })
  change(
    @Param('feed') feed: string,
    @Body(zodBody(changeFeed)) change: ChangeFeed,
    @CurrentReader() reader: Reader,
  ): Promise<FeedView> {
    return this.feeds.change(feed, change, reader.keyId);
  }

  @Delete(':feed')
  @HttpCode(204)
  @RequireScope('admin')
  @ApiOperation({ summary: 'Remove a feed that nothing came through' })
  remove(@Param('feed') feed: string, @CurrentReader() reader: Reader): Promise<void> {
    return this.feeds.remove(feed, reader.keyId);
  }
}
