import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { ProblemError } from '#contracts';
import { CONFIG, Public, zodBody, zodQuery, type Config } from '#platform';
import { CurrentReader, RequireScope } from '../guard/decorators.js';
import type { Reader } from '../reader.js';
import { clearSessionCookie, sessionTokenOf, setSessionCookie } from './cookie.js';
import { sessionMs, SessionService } from './session-service.js';

const signIn = z.object({ key: z.string().min(1).max(300) });
const signInLink = z.object({ token: z.string().min(1).max(200) });

/** Sessions of the page. */
@ApiTags('session')
@Controller()
export class SessionController {
  constructor(
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @Get('session')
  @ApiExcludeEndpoint()
  async followLink(
    @Query(zodQuery(signInLink)) { token }: z.infer<typeof signInLink>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    // Express answers HEAD with the GET handler; a look at the link must not use it up.
    if (request.method !== 'GET') throw new ProblemError('method_not_allowed', 'Open this link with GET.');
    this.setCookie(request, response, await this.sessions.redeem(token));
    response.redirect(303, '/');
  }

  @Public()
  @Post('v1/session')
  @HttpCode(204)
  @ApiOperation({ summary: 'Open a session of this browser with an API key that may read' })
  async open(
    @Body(zodBody(signIn)) { key }: z.infer<typeof signIn>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    this.setCookie(request, response, await this.sessions.openWithKey(key));
  }

  @RequireScope('search:read', 'ops:read', 'ops:write', 'destinations:write', 'feed:push')
  @Get('v1/session')
  @ApiOperation({ summary: 'What the caller may see and do' })
  show(@CurrentReader() reader: Reader): object {
    return { scopes: reader.scopes, providers: reader.providers, feed: reader.feed ?? null, via: reader.via };
  }

  @Public()
  @Delete('v1/session')
  @HttpCode(204)
  @ApiOperation({ summary: 'End the session of this browser' })
  async end(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const token = sessionTokenOf(request);
    if (token !== undefined) await this.sessions.end(token);
    clearSessionCookie(response, { secure: this.isSecure(request) });
  }

  private setCookie(request: Request, response: Response, token: string): void {
    setSessionCookie(response, token, { secure: this.isSecure(request), ttlMs: sessionMs });
  }

  private isSecure(request: Request): boolean {
    return request.secure || this.config.http.publicUrl?.startsWith('https:') === true;
  }
}
