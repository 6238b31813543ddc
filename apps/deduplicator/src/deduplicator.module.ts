import { Module } from '@nestjs/common';
import { DeduplicatorService } from './deduplicator.service.js';
import { DispatchesHandler } from './dispatches.handler.js';
import { EmbargoGauge } from './embargo-gauge.js';
import { EmbargoReleaser } from './embargo-releaser.js';
import { HoldService } from './hold.service.js';
import { Leadership } from './leadership.js';
import { SystemClock } from './system-clock.js';
import { TruthWriter } from './truth-writer.js';

/** The deduplicator: what is new, what is a version of what, what is dead. One active, standbys wait. */
@Module({
  controllers: [DispatchesHandler],
  providers: [
    SystemClock,
    Leadership,
    TruthWriter,
    DeduplicatorService,
    EmbargoReleaser,
    EmbargoGauge,
    HoldService,
  ],
  exports: [HoldService],
})
export class DeduplicatorModule {}
