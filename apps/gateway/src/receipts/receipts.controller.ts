import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CurrentReader, RequireScope, type Reader } from '#access';
import { zodParam } from '#platform';
import { ReceiptService, type ReceiptView } from './receipt-service.js';

/** Receipts: what became of a transmission. */
@ApiTags('transmissions')
@Controller('v1/receipts')
export class ReceiptsController {
  constructor(@Inject(ReceiptService) private readonly receipts: ReceiptService) {}

  @Get(':id')
  @RequireScope('feed:push', 'search:read', 'ops:read')
  @ApiOperation({ summary: 'What became of a transmission and of each of its items' })
  show(@Param('id', zodParam(z.uuid())) id: string, @CurrentReader() reader: Reader): Promise<ReceiptView> {
    return this.receipts.show(id, reader);
  }
}
