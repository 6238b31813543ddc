import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CurrentReader, RequireScope, type Reader } from '#access';
import { zodBody, zodParam, zodQuery } from '#platform';
import {
  listQuarantine,
  replayQuarantine,
  type ListQuarantine,
  type ReplayQuarantine,
} from './quarantine-schemas.js';
import {
  QuarantineService,
  type QuarantineDetail,
  type QuarantineEntry,
  type QuarantineReplay,
} from './quarantine-service.js';

const entryId = z.uuid();

/** Quarantine: what was refused, and why. */
@ApiTags('quarantine')
@Controller('v1/quarantine')
export class QuarantineController {
  constructor(@Inject(QuarantineService) private readonly quarantine: QuarantineService) {}

  @Get()
  @RequireScope('ops:read')
  @ApiOperation({ summary: 'Entries, newest first; open ones unless a state is named' })
  list(
    @Query(zodQuery(listQuarantine)) query: ListQuarantine,
    @CurrentReader() reader: Reader,
  ): Promise<{ entries: QuarantineEntry[]; cursor: string | null }> {
    return this.quarantine.list(query, reader);
  }

  @Post('replay')
  @HttpCode(202)
  @RequireScope('ops:write')
  @ApiOperation({ summary: 'Normalise again what has open entries, after a profile was mended' })
  replay(
    @Body(zodBody(replayQuarantine)) selection: ReplayQuarantine,
    @CurrentReader() reader: Reader,
  ): Promise<QuarantineReplay> {
    return this.quarantine.replay(selection, reader);
  }

  @Get(':id')
  @RequireScope('ops:read')
  @ApiOperation({ summary: 'One entry, with the beginning of its bytes' })
  show(
    @Param('id', zodParam(entryId)) id: string,
    @CurrentReader() reader: Reader,
  ): Promise<QuarantineDetail> {
    return this.quarantine.show(id, reader);
  }

  @Post(':id/replay')
  @HttpCode(202)
  @RequireScope('ops:write')
  @ApiOperation({ summary: "Normalise the entry's transmission again" })
  replayOne(
    @Param('id', zodParam(entryId)) id: string,
    @CurrentReader() reader: Reader,
  ): Promise<QuarantineReplay> {
    return this.quarantine.replayOne(id, reader);
  }

  @Post(':id/dismiss')
  @HttpCode(200)
  @RequireScope('ops:write')
  @ApiOperation({ summary: 'Put an open entry aside' })
  dismiss(
    @Param('id', zodParam(entryId)) id: string,
    @CurrentReader() reader: Reader,
  ): Promise<QuarantineDetail> {
    return this.quarantine.dismiss(id, reader);
  }
}
