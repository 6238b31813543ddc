import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { LeaseRegistry, lockKeys, truthLock, type KeptWork, type LeasedWork } from '#store';

/** Name of the lease whose holder decides: one process of all deduplicators is active. */
export const truthLease = 'deduplicator';

/** Whether this process is the active deduplicator, for all that it does as such. */
@Injectable()
export class Leadership {
  constructor(@Inject(LeaseRegistry) private readonly leases: LeaseRegistry) {}

  /** Runs work whenever this process is the active one. */
  whileActive(work: LeasedWork): KeptWork {
    return this.leases.keep(truthLease, work);
  }

  /**
   * Makes the transaction the one writer of the truth, as the active deduplicator: call it before the transaction reads
   * what it decides on. A process that was frozen and deposed is stopped here. Throws RetriableError `lease_lost`.
   */
  async lockTruth(manager: EntityManager): Promise<void> {
    // asserted before the wait for the truth, so that a new holder finds and ends a frozen one's transaction
    await this.leases.lease(truthLease).assertHeld(manager);
    await lockKeys(manager, [truthLock]);
  }
}
