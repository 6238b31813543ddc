import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import {
  CurrentReader,
  KeyService,
  RequireScope,
  SessionService,
  sessionTokenOf,
  type Reader,
} from '#access';
import { newId, ProblemError } from '#contracts';
import { zodQuery } from '#platform';
import { parseQuery } from '#query';
import { searchReader } from '../search.reader.js';
import { streamQuery, type StreamQuery } from '../search.schema.js';
import { StreamClient } from './stream-client.js';
import { StreamHub } from './stream-hub.js';

/** The live wire, as server-sent events. */
@ApiTags('search')
@Controller('v1/stream')
export class StreamController {
  constructor(
    @Inject(StreamHub) private readonly hub: StreamHub,
    @Inject(KeyService) private readonly keys: KeyService,
    @Inject(SessionService) private readonly sessions: SessionService,
  ) {}

  @Get()
  @RequireScope('search:read')
  @ApiOperation({
    summary: 'Changes of stories that match a query, as they happen',
    description:
      'Events: `ready` (from here on nothing is missed), `story` (data: type and story, as in a search hit), `gone` ' +
      '(the story is no longer shown to this reader), `reset` (events were missed: load anew). Kills are told ' +
      'whatever the query is. `Last-Event-ID` or `since` resumes.',
  })
  async stream(
    @Query(zodQuery(streamQuery)) query: StreamQuery,
    @CurrentReader() reader: Reader,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { ast } = parseQuery(query.q, { zone: query.time_zone });
    this.hub.admit();
    const client = new StreamClient(newId(), response, {
      query: ast,
      includeHeld: query.includeHeld,
      reader: searchReader(reader),
      isStillAllowed: () => this.isStill(reader, request),
    });
    await this.hub.serve(client, request.get('last-event-id') ?? query.since);
  }

  /** Whether the key or session that opened the stream would open it now, with the same rights. */
  private async isStill(reader: Reader, request: Request): Promise<boolean> {
    try {
      const now = await this.authenticate(request);
      return (
        JSON.stringify([now.scopes, now.providers]) === JSON.stringify([reader.scopes, reader.providers])
      );
    } catch (error) {
      if (error instanceof ProblemError) return false;
      throw error;
    }
  }

  private authenticate(request: Request): Promise<Reader> {
    const key = /^Bearer +(\S+) *$/i.exec(request.get('authorization') ?? '')?.[1];
    return key === undefined
      ? this.sessions.authenticate(sessionTokenOf(request) ?? '')
      : this.keys.authenticate(key);
  }
}
