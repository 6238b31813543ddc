import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CurrentReader, KeyService, RequireScope, scope, type KeyView, type Reader } from '#access';
import { ProblemError } from '#contracts';
import { zodBody, zodParam } from '#platform';
import { slug } from '../feeds/feed-schemas.js';
import { FeedService, unknownFeed } from '../feeds/feed-service.js';

/** `POST /v1/keys`. */
const createKey = z.strictObject({
  name: z.string().max(200).optional(),
  scopes: z.array(scope).min(1).max(10),
  feed: slug.optional().describe('The one feed that the key may push to; needed with feed:push.'),
  providers: z.array(slug).max(200).optional().describe('Providers whose copy it may read; absent = all.'),
  expiresAt: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .refine((instant) => instant.getTime() > Date.now(), 'must lie in the future')
    .optional(),
});
type CreateKey = z.output<typeof createKey>;

const keyId = z.uuid();

/** API keys. */
@ApiTags('keys')
@RequireScope('admin')
@Controller('v1/keys')
export class KeysController {
  constructor(
    @Inject(KeyService) private readonly keys: KeyService,
    @Inject(FeedService) private readonly feeds: FeedService,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Make a key; the answer is the only place where it is shown' })
  async create(
    @Body(zodBody(createKey)) key: CreateKey,
    @CurrentReader() reader: Reader,
  ): Promise<{ key: string } & KeyView> {
    if (key.feed !== undefined && !(await this.feeds.find(key.feed))) throw unknownFeed(key.feed);
    const made = await this.keys.create(key, reader.keyId);
    return { key: made.key, ...made.view };
  }

  @Get()
  @ApiOperation({ summary: 'All keys, without their secrets' })
  async list(): Promise<{ keys: KeyView[] }> {
    return { keys: await this.keys.list() };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke a key' })
  async revoke(@Param('id', zodParam(keyId)) id: string, @CurrentReader() reader: Reader): Promise<void> {
    if (!(await this.keys.revoke(id, reader.keyId))) {
      throw new ProblemError('not_found', 'There is no such key, or it was revoked before.');
    }
  }
}
