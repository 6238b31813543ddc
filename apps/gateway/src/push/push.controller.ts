import { Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AllowSignature, readerOf, RequireScope } from '#access';
import { PushService } from './push-service.js';

/** Where feeds push their dispatches. */
@ApiTags('transmissions')
@Controller('v1/feeds/:feed/transmissions')
export class PushController {
  constructor(@Inject(PushService) private readonly pushes: PushService) {}

  @Post()
  @RequireScope('feed:push')
  @AllowSignature()
  @ApiOperation({
    summary: 'Push the bytes of a dispatch as they are',
    description:
      'Any content type; Content-Encoding gzip, br or deflate. What cannot be read is taken all the same and goes to quarantine. ' +
      'Instead of a key, a Standard-Webhooks or x-superdesk-signature may sign the decoded body, when the feed has a secret for it.',
  })
  @ApiConsumes('application/octet-stream', 'text/plain', 'application/xml', 'application/json')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'Kept for 24 hours, per feed.' })
  @ApiResponse({ status: 202, description: 'Stored; the receipt tells what becomes of it' })
  @ApiResponse({ status: 200, description: 'The same key and bytes came before: the first answer' })
  async push(@Param('feed') feed: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { transmissionId, first } = await this.pushes.take(feed, readerOf(request), request);
    const receipt = `/v1/receipts/${transmissionId}`;
    // written as it is: what Express would look up for an answer of this size takes longer than the answer
    response.statusCode = first ? 202 : 200;
    response.setHeader('location', receipt);
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(JSON.stringify({ transmissionId, receipt }));
  }
}
