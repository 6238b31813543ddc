import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DeliverySender, StoryIntake } from '#delivery';
import { drop, ok, OnBatch, type EventBatch, type StepResult } from '#events';

/** Enters deliveries for the changes of stories into the ledger, and has them sent at once. */
@Controller()
export class PublisherHandler {
  constructor(
    @Inject(StoryIntake) private readonly intake: StoryIntake,
    @Inject(DeliverySender) private readonly sender: DeliverySender,
  ) {}

  @OnBatch('wire.stories', { group: 'publisher', lingerMs: 50 })
  async handle(@Payload() batch: EventBatch<'wire.stories'>): Promise<StepResult[]> {
    const routed = await this.intake.apply(batch.events.map(({ key, event }) => ({ key, event })));
    if (routed.some(({ deliveries }) => deliveries > 0)) this.sender.wake();
    return routed.map(({ reason }) => (reason === '' ? ok : drop(reason)));
  }
}
