import { createHash } from 'node:crypto';
import type { DataSource, QueryRunner } from 'typeorm';

/**
 * Leadership by a session advisory lock: held as long as its connection lives, taken over by a standby when the
 * holder's process or connection dies.
 */
export class LeaderLock {
  private runner: QueryRunner | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly name: string,
  ) {}

  /** Tries once; true when this process leads now. */
  async tryAcquire(): Promise<boolean> {
    if (this.runner) return this.isHeld();
    const runner = this.dataSource.createQueryRunner();
    try {
      const [row] = (await runner.query('select pg_try_advisory_lock($1) as held', [lockKey(this.name)])) as [
        { held: boolean },
      ];
      if (row.held) this.runner = runner;
      return row.held;
    } finally {
      if (!this.runner) await runner.release();
    }
  }

  /** Asks the lock's own connection; false once that is gone. */
  async isHeld(): Promise<boolean> {
    if (!this.runner) return false;
    try {
      await this.runner.query('select 1');
      return true;
    } catch {
      this.runner = undefined;
      return false;
    }
  }

  /** Gives leadership up. */
  async release(): Promise<void> {
    const runner = this.runner;
    this.runner = undefined;
    if (!runner) return;
    await runner.query('select pg_advisory_unlock($1)', [lockKey(this.name)]);
    await runner.release();
  }
}

/** A stable 63-bit key of a lock's name, as a string since JavaScript numbers hold only 53 bits. */
function lockKey(name: string): string {
  return (createHash('sha256').update(name).digest().readBigInt64BE() >> 1n).toString();
}
