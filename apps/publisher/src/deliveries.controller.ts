import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CurrentReader, RequireScope, type Reader } from '#access';
import {
  Deliveries,
  deliveryFilter,
  DeliverySender,
  type DeliveryFilter,
  type DeliveryView,
} from '#delivery';
import { zodParam, zodQuery } from '#platform';

const deliveryId = z.string().min(1).max(200);

/** The ledger: which event went where, and how. */
@ApiTags('deliveries')
@Controller('v1/deliveries')
export class DeliveriesController {
  constructor(
    @Inject(Deliveries) private readonly deliveries: Deliveries,
    @Inject(DeliverySender) private readonly sender: DeliverySender,
  ) {}

  @Get()
  @RequireScope('ops:read')
  @ApiOperation({ summary: 'Deliveries, newest first' })
  list(
    @Query(zodQuery(deliveryFilter)) filter: DeliveryFilter,
    @CurrentReader() reader: Reader,
  ): Promise<{ deliveries: DeliveryView[]; cursor: string | null }> {
    return this.deliveries.list(filter, reader);
  }

  @Post(':id/retry')
  @HttpCode(202)
  @RequireScope('ops:write', 'destinations:write')
  @ApiOperation({ summary: 'Deliver again, under the same webhook-id' })
  async retry(
    @Param('id', zodParam(deliveryId)) id: string,
    @CurrentReader() reader: Reader,
  ): Promise<DeliveryView> {
    const renewed = await this.deliveries.retry(id, reader);
    this.sender.wake();
    return renewed;
  }
}
