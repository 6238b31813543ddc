import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { drop, ok, OnBatch, retry, type EventBatch, type StepResult } from '#events';
import { DeduplicatorService } from './deduplicator.service.js';
import { Leadership } from './leadership.js';

const standbyAsksAfterMs = 500;

/** Takes normalised dispatches, batch by batch, while this process leads. */
@Controller()
export class DispatchesHandler {
  constructor(
    @Inject(Leadership) private readonly leadership: Leadership,
    @Inject(DeduplicatorService) private readonly service: DeduplicatorService,
  ) {}

  @OnBatch('wire.dispatches', { group: 'deduplicator', maxBatch: 300 })
  async handle(@Payload() batch: EventBatch<'wire.dispatches'>): Promise<StepResult[]> {
    if (!(await this.leadership.isLeader())) {
      return batch.events.map(() => retry('not_the_leader', standbyAsksAfterMs));
    }
    const dispatches = batch.events.flatMap(({ event }) => (event ? [event.data] : []));
    await this.service.decideBatch(dispatches);
    return batch.events.map(({ event }) => (event ? ok : drop('tombstone')));
  }
}
