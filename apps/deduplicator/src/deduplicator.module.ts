import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LeaderLock } from '#store';
import { DeduplicatorService } from './deduplicator.service.js';
import { DispatchesHandler } from './dispatches.handler.js';
import { EmbargoReleaser } from './embargo-releaser.js';
import { HoldService } from './hold.service.js';
import { Leadership, leaderLockToken } from './leadership.js';
import { SystemClock } from './system-clock.js';
import { TruthWriter } from './truth-writer.js';

/** The deduplicator: what is new, what is a version of what, what is dead. One active, standbys wait. */
@Module({
  controllers: [DispatchesHandler],
  providers: [
    SystemClock,
    {
      provide: leaderLockToken,
      useFactory: (dataSource: DataSource) => new LeaderLock(dataSource, 'deduplicator'),
      inject: [DataSource],
    },
    Leadership,
    TruthWriter,
    DeduplicatorService,
    EmbargoReleaser,
    HoldService,
  ],
  exports: [HoldService],
})
export class DeduplicatorModule {}
