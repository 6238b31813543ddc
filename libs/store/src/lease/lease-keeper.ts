import type { Lease, LeaseTiming } from './lease.js';
import { pause } from './pause.js';

/**
 * Work under a lease. It runs until its signal aborts: when the lease is lost, or when the work is asked to stop (then
 * the lease is still held, and what is begun may be finished). What it throws is told as trouble.
 */
export type LeasedWork = (signal: AbortSignal) => Promise<void>;

/** Work that runs in this process whenever it holds the lease. */
export interface KeptWork {
  /** Stops the work and waits for it; the last work of a lease to stop gives the lease back. */
  stop(): Promise<void>;
}

/** Contends for one lease as long as there is work for it, and runs the work term after term. */
export class LeaseKeeper {
  private readonly works = new Set<Work>();
  private term: AbortSignal | undefined;
  private running: Promise<void> | undefined;
  private idle = new AbortController();

  constructor(
    readonly lease: Lease,
    private readonly timing: LeaseTiming,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  keep(run: LeasedWork): KeptWork {
    const work = new Work(run, this.onTrouble);
    this.works.add(work);
    if (this.idle.signal.aborted) this.idle = new AbortController();
    if (this.term) work.begin(this.term);
    this.start();
    return {
      stop: async () => {
        await work.stop();
        this.works.delete(work);
        if (this.works.size > 0) return;
        this.idle.abort();
        await this.running;
      },
    };
  }

  async stop(): Promise<void> {
    const works = [...this.works];
    await Promise.all(works.map((work) => work.stop()));
    for (const work of works) this.works.delete(work);
    this.idle.abort();
    await this.running;
  }

  private start(): void {
    this.running ??= this.run().finally(() => {
      this.running = undefined;
      if (this.works.size > 0) this.start();
    });
  }

  private async run(): Promise<void> {
    while (this.works.size > 0) {
      if (await this.attempt(() => this.lease.tryAcquire())) await this.runTerm();
      else await pause(this.timing.askMs, this.idle.signal);
    }
    await this.attempt(async () => {
      await this.lease.release();
      return true;
    });
  }

  private async runTerm(): Promise<void> {
    const over = new AbortController();
    this.term = over.signal;
    for (const work of this.works) work.begin(over.signal);
    while (this.works.size > 0 && this.lease.isHeld) {
      await pause(Math.min(this.timing.renewMs, this.lease.remainingMs), this.idle.signal);
      if (this.works.size > 0) await this.renewInTime();
    }
    this.term = undefined;
    over.abort();
    await Promise.all([...this.works].map((work) => work.ended));
  }

  /** A database that does not answer must not keep the holder from seeing its own time run out. */
  private async renewInTime(): Promise<void> {
    const answered = new AbortController();
    const renewal = this.attempt(() => this.lease.renew());
    await Promise.race([renewal, pause(this.lease.remainingMs, answered.signal)]);
    answered.abort();
  }

  private async attempt(ask: () => Promise<boolean>): Promise<boolean> {
    try {
      return await ask();
    } catch (error) {
      this.onTrouble(error);
      return false;
    }
  }
}

/** One piece of work: runs once a term, never twice at a time. */
class Work {
  ended: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();

  constructor(
    private readonly run: LeasedWork,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  begin(term: AbortSignal): void {
    if (this.stopping.signal.aborted) return;
    this.ended = this.run(AbortSignal.any([term, this.stopping.signal])).catch(this.onTrouble);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.ended;
  }
}
