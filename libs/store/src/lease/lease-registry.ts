import type { DataSource } from 'typeorm';
import { Lease, leaseTiming, type LeaseTiming } from './lease.js';
import { LeaseKeeper, type KeptWork, type LeasedWork } from './lease-keeper.js';

export interface LeaseRegistryOptions {
  /** Told of faults that pass by themselves: a lease that could not be asked for or renewed. */
  readonly onTrouble: (error: unknown) => void;
  readonly timing?: LeaseTiming;
}

export interface LeaseState {
  readonly name: string;
  readonly held: boolean;
}

/** The leases of a process: one per name, shared by all the work that needs it. */
export class LeaseRegistry {
  private readonly keepers = new Map<string, LeaseKeeper>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly options: LeaseRegistryOptions,
  ) {}

  /** This process's lease of a name, whether held or not. */
  lease(name: string): Lease {
    return this.keeper(name).lease;
  }

  /**
   * Runs work in one process at a time: contends for the lease, begins the work each time this process holds it, aborts
   * the work's signal when the lease is lost, and contends again once the work has ended.
   */
  keep(name: string, work: LeasedWork): KeptWork {
    return this.keeper(name).keep(work);
  }

  /** All leases that were asked for so far, for metrics. */
  states(): LeaseState[] {
    return [...this.keepers].map(([name, { lease }]) => ({ name, held: lease.isHeld }));
  }

  /** Stops all work and gives the leases back. */
  async close(): Promise<void> {
    await Promise.all([...this.keepers.values()].map((keeper) => keeper.stop()));
  }

  private keeper(name: string): LeaseKeeper {
    let keeper = this.keepers.get(name);
    if (!keeper) {
      const timing = this.options.timing ?? leaseTiming;
      keeper = new LeaseKeeper(new Lease(this.dataSource, name, timing), timing, this.options.onTrouble);
      this.keepers.set(name, keeper);
    }
    return keeper;
  }
}
