import { setTimeout as sleep } from 'node:timers/promises';
import type { Settlement } from '../ledger/settlement.js';

export interface SettlerOptions {
  readonly write: (settlements: readonly Settlement[]) => Promise<void>;
  readonly onTrouble: (error: unknown) => void;
  readonly retryMs?: number;
}

/**
 * Collects outcomes while the former ones are written, so that attempts which end together share a transaction. An
 * outcome that cannot be written is tried again until it can, or until `close` gives up on it: then its delivery
 * comes again under the same id.
 */
export class Settler {
  private waiting: Settlement[] = [];
  private writing: Promise<void> | undefined;
  private closing = false;

  constructor(private readonly options: SettlerOptions) {}

  /** Takes an outcome; resolves when it is written or given up. */
  async settle(settlement: Settlement): Promise<void> {
    this.waiting.push(settlement);
    // the outcome is in the batch after the one being written, if any
    await this.writing;
    this.writing ??= this.flush();
    await this.writing;
  }

  /** From now on a failed write is tried once and then given up. */
  close(): void {
    this.closing = true;
  }

  private async flush(): Promise<void> {
    const batch = this.waiting;
    this.waiting = [];
    try {
      if (batch.length === 0) return;
      for (;;) {
        try {
          return await this.options.write(batch);
        } catch (error) {
          this.options.onTrouble(error);
          if (this.closing) return;
          await sleep(this.options.retryMs ?? 500);
        }
      }
    } finally {
      this.writing = undefined;
    }
  }
}
