import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { DispatchNormalised } from '#contracts';
import { deadLetter, drop, ok, OnBatch, type EventBatch, type StepResult } from '#events';
import { DeduplicatorService } from './deduplicator.service.js';
import { truthLease } from './leadership.js';

/** Takes normalised dispatches, batch by batch, in the one process that is active. */
@Controller()
export class DispatchesHandler {
  constructor(@Inject(DeduplicatorService) private readonly service: DeduplicatorService) {}

  @OnBatch('wire.dispatches', {
    group: 'deduplicator',
    maxBatch: 300,
    lastResort: true,
    exclusive: truthLease,
  })
  async handle(@Payload() batch: EventBatch<'wire.dispatches'>): Promise<StepResult[]> {
    if (batch.context.lastResort) return this.lastWord(batch);
    const events = batch.events.flatMap(({ event }) => event ?? []);
    await this.service.decideBatch(
      events.map(({ data }) => data),
      new Map(
        events.flatMap(({ data, traceparent }) => (traceparent ? [[data.dispatchId, traceparent]] : [])),
      ),
    );
    return batch.events.map(({ event }) => (event ? ok : drop('tombstone')));
  }

  /** A kill or withhold is never set aside: what cannot be applied whole is applied as status only. */
  private async lastWord(batch: EventBatch<'wire.dispatches'>): Promise<StepResult[]> {
    const results: StepResult[] = [];
    for (const { event } of batch.events) {
      const takesBack = event?.data.dispatch.signal === 'kill' || event?.data.dispatch.signal === 'withhold';
      if (event && takesBack) await this.service.decideBatch([statusOnly(event.data)]);
      results.push(takesBack ? ok : deadLetter('crashed', 'the deduplicator crashed here three times'));
    }
    return results;
  }
}

/** The dispatch without all that could make applying it fail: who is meant, which version, and that it is dead. */
function statusOnly(data: DispatchNormalised): DispatchNormalised {
  const { item, editorial: _editorial, text: _text, warnings: _warnings, ...rest } = data.dispatch;
  const { uri, type, pubStatus, version, versionCreated, standard } = item;
  return {
    ...data,
    dispatch: {
      ...rest,
      item: { uri, type, pubStatus, version, versionCreated, standard },
      editorial: { category: [], keywords: [] },
      text: { plain: '' },
      warnings: [{ code: 'status_only', detail: 'the dispatch could not be applied whole' }],
    },
  };
}
