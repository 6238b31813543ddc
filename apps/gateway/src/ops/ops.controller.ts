import { Body, Controller, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { CurrentReader, RequireScope, type Reader } from '#access';
import { zodBody, zodParam } from '#platform';
import { ReplayService } from '../archive/replay-service.js';
import { slug } from '../feeds/feed-schemas.js';
import { OpsService, type OpsStatus } from './ops-service.js';

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** `POST /v1/ops/replay`. */
const replaySelection = z
  .strictObject({
    feed: slug.optional(),
    from: instant.optional().describe('Received at or after.'),
    to: instant.optional().describe('Received before.'),
    transmissionIds: z.array(z.uuid()).min(1).max(10_000).optional(),
    notify: z.boolean().default(false).describe('Alert and deliver what changes.'),
  })
  .refine(
    ({ feed, from, to, transmissionIds }) =>
      [feed, from, to, transmissionIds].some((part) => part !== undefined),
    'name transmissions, a feed or a time',
  );
type ReplaySelection = z.output<typeof replaySelection>;

/** What operators look at and do. */
@ApiTags('ops')
@Controller('v1/ops')
export class OpsController {
  constructor(
    @Inject(OpsService) private readonly ops: OpsService,
    @Inject(ReplayService) private readonly replays: ReplayService,
  ) {}

  @Get('status')
  @RequireScope('ops:read')
  @ApiOperation({ summary: 'Feeds, counts, quarantine, consumers' })
  status(@CurrentReader() reader: Reader): Promise<OpsStatus> {
    return this.ops.status(reader);
  }

  /** Event data hold copy of any provider, so that only those who may read all of it get it. */
  @Get('event-data/:id')
  @RequireScope('admin')
  @ApiOperation({ summary: 'The data of an event that was too large to travel (`ce_dataref`)' })
  async eventData(@Param('id', zodParam(z.uuid())) id: string, @Res() response: Response): Promise<void> {
    const data = await this.ops.eventData(id);
    response.setHeader('content-type', 'application/json').end(data);
  }

  @Post('replay')
  @HttpCode(202)
  @RequireScope('ops:write')
  @ApiOperation({ summary: 'Normalise stored transmissions again' })
  async replay(
    @Body(zodBody(replaySelection)) { notify, ...selection }: ReplaySelection,
    @CurrentReader() reader: Reader,
  ): Promise<{ transmissions: number }> {
    return { transmissions: await this.replays.replaySelection(selection, notify, reader.keyId) };
  }
}
