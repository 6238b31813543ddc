import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { LeaderLock } from '#store';

export const leaderLockToken = Symbol('leader lock of the deduplicator');

/** Whether this process is the one active deduplicator. A standby tries again each time it is asked. */
@Injectable()
export class Leadership implements BeforeApplicationShutdown {
  constructor(@Inject(leaderLockToken) private readonly lock: LeaderLock) {}

  async isLeader(): Promise<boolean> {
    return this.lock.tryAcquire();
  }

  /** Gives way to a standby at once, instead of when the connection ends. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.lock.release();
  }
}
