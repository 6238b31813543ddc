import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { RetriableError } from '#contracts';
import { takeLease } from './take-lease.js';

export interface LeaseTiming {
  /** The database lets another process take the lease over when it was not renewed for so long. */
  readonly ttlMs: number;
  /**
   * By its own clock the holder stops believing in its lease after so long: earlier than the database, so that it knows
   * before anyone else may act.
   */
  readonly trustMs: number;
  /** The holder renews this often. */
  readonly renewMs: number;
  /** Who waits asks this often. */
  readonly askMs: number;
}

export const leaseTiming: LeaseTiming = { ttlMs: 5_000, trustMs: 4_000, renewMs: 1_000, askMs: 500 };

interface Term {
  readonly epoch: string;
  /** `performance.now()` before the last renewal that succeeded was sent. */
  renewedAt: number;
}

/**
 * The right of one process to do something, kept as a row that its holder renews. A frozen process loses it like a dead
 * one. It finds that out by its own clock (`isHeld`) and, since that clock may have stood still with it, from the database
 * inside each transaction that must not happen without the lease (`assertHeld`).
 */
export class Lease {
  private readonly holder = randomUUID();
  private term: Term | undefined;

  constructor(
    private readonly dataSource: DataSource,
    readonly name: string,
    private readonly timing: LeaseTiming = leaseTiming,
  ) {}

  /** Whether this process may begin work now, by its own clock. */
  get isHeld(): boolean {
    return this.remainingMs > 0;
  }

  /** Milliseconds for which this process may still believe in its lease; 0 when it has none. */
  get remainingMs(): number {
    if (!this.term) return 0;
    return Math.max(0, this.term.renewedAt + this.timing.trustMs - performance.now());
  }

  /**
   * Tries once to begin a term; true when this process holds the lease now. Ends the sessions in which the last holder,
   * frozen or out of reach, still has a transaction open. Rejects with what the database says when it cannot answer.
   */
  async tryAcquire(): Promise<boolean> {
    if (this.isHeld) return true;
    this.term = undefined;
    const renewedAt = performance.now();
    const epoch = await takeLease(this.dataSource, {
      name: this.name,
      holder: this.holder,
      ttlMs: this.timing.ttlMs,
    });
    if (epoch !== undefined) this.term = { epoch, renewedAt };
    return this.isHeld;
  }

  /** Lengthens the term; false when it is over. */
  async renew(): Promise<boolean> {
    const { term } = this;
    if (!term) return false;
    const sentAt = performance.now();
    const [rows] = await this.dataSource.query<[unknown[], number]>(
      `update bus.leases set renewed_at = clock_timestamp()
       where name = $1 and holder = $2 and epoch = $3 returning name`,
      [this.name, this.holder, term.epoch],
    );
    if (rows.length > 0) term.renewedAt = Math.max(term.renewedAt, sentAt);
    else if (this.term === term) this.term = undefined;
    return this.isHeld;
  }

  /**
   * Makes sure, inside a transaction and until its end, that this process holds the lease: whoever takes the lease over
   * waits for the transaction or breaks it off. Call it before the transaction reads what it decides on.
   * Throws RetriableError `lease_lost`.
   */
  async assertHeld(manager: EntityManager): Promise<void> {
    const { term } = this;
    await manager.query('select pg_advisory_xact_lock_shared(7272, hashtext($1))', [this.name]);
    const [row] = await manager.query<[{ holder: string | null; epoch: string }?]>(
      'select holder, epoch from bus.leases where name = $1',
      [this.name],
    );
    if (term && row?.holder === this.holder && row.epoch === term.epoch) return;
    if (this.term === term) this.term = undefined;
    throw new RetriableError('lease_lost', `another process holds the lease "${this.name}" now`);
  }

  /** Gives the lease back, so that another process need not wait for its time to run out. */
  async release(): Promise<void> {
    const { term } = this;
    this.term = undefined;
    if (!term) return;
    await this.dataSource.query(
      'update bus.leases set holder = null where name = $1 and holder = $2 and epoch = $3',
      [this.name, this.holder, term.epoch],
    );
  }
}
