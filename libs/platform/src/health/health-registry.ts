import { Injectable } from '@nestjs/common';

/** A check resolves when all is well and rejects with an error whose message says what is wrong. */
export type HealthCheck = () => Promise<void> | void;

export interface CheckReport {
  readonly ok: boolean;
  /** What is wrong. */
  readonly detail?: string;
}

export interface HealthReport {
  readonly ok: boolean;
  readonly draining: boolean;
  readonly checks: Readonly<Record<string, CheckReport>>;
}

/** A check that takes longer than this counts as failed. */
const checkTimeoutMs = 2_000;

/**
 * Where the parts of a process register what must hold for it to be ready (`register`) and alive (`registerLiveness`).
 * A name registered again replaces the former check.
 */
@Injectable()
export class HealthRegistry {
  private readonly readiness = new Map<string, HealthCheck>();
  private readonly liveness = new Map<string, HealthCheck>();
  private readonly drainListeners: (() => void)[] = [];
  private draining = false;

  register(name: string, check: HealthCheck): void {
    this.readiness.set(name, check);
  }

  /** For faults that only a restart mends, such as a consumer that ended. */
  registerLiveness(name: string, check: HealthCheck): void {
    this.liveness.set(name, check);
  }

  /** From now on the process is unready: no new work shall come to it. */
  drain(): void {
    if (this.draining) return;
    this.draining = true;
    for (const listener of this.drainListeners) listener();
  }

  /** Calls back when the process begins to drain: for what would hold it up, such as streams without end. */
  onDrain(listener: () => void): void {
    this.drainListeners.push(listener);
  }

  get isDraining(): boolean {
    return this.draining;
  }

  async ready(): Promise<HealthReport> {
    const checks = await reportOf(new Map([...this.liveness, ...this.readiness]));
    return { ok: !this.draining && allOk(checks), draining: this.draining, checks };
  }

  async live(): Promise<HealthReport> {
    const checks = await reportOf(this.liveness);
    return { ok: allOk(checks), draining: this.draining, checks };
  }
}

async function reportOf(checks: ReadonlyMap<string, HealthCheck>): Promise<Record<string, CheckReport>> {
  return Object.fromEntries(
    await Promise.all([...checks].map(async ([name, check]) => [name, await run(check)] as const)),
  );
}

async function run(check: HealthCheck): Promise<CheckReport> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${checkTimeoutMs} ms`)), checkTimeoutMs);
  });
  try {
    await Promise.race([Promise.resolve().then(check), timeout]);
    return { ok: true };
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

function allOk(checks: Readonly<Record<string, CheckReport>>): boolean {
  return Object.values(checks).every((check) => check.ok);
}
