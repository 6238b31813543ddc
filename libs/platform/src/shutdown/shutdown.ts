import type { Logger } from '../logging/create-logger.js';
import type { HealthRegistry } from '../health/health-registry.js';

/** One step of stopping. Steps of a lower order are done before the next begin; those of one order run together. */
export interface StopStep {
  readonly name: string;
  readonly order: number;
  readonly stop: () => Promise<unknown> | void;
}

export interface DrainOptions {
  readonly health: HealthRegistry;
  readonly logger: Logger;
  readonly steps: readonly StopStep[];
  /** Time to stay unready before the first step. */
  readonly delayMs: number;
  /** Time for delay and steps together. */
  readonly deadlineMs: number;
}

/**
 * Stops a process in order: unready first, then the steps. A step that fails is logged and the rest still run.
 * Returns the exit code: 0, or 1 when a step failed or the deadline cut the work.
 */
export async function drain({ health, logger, steps, delayMs, deadlineMs }: DrainOptions): Promise<0 | 1> {
  health.drain();
  let current = 'delay';
  let deadline: NodeJS.Timeout | undefined;
  const cut = new Promise<'cut'>((resolve) => {
    deadline = setTimeout(() => resolve('cut'), deadlineMs);
  });
  const work = async (): Promise<boolean> => {
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    let well = true;
    for (const order of [...new Set(steps.map((step) => step.order))].sort((a, b) => a - b)) {
      const now = steps.filter((step) => step.order === order);
      current = now.map((step) => step.name).join(', ');
      const results = await Promise.all(now.map((step) => stopOne(step, logger)));
      well &&= results.every(Boolean);
    }
    return well;
  };
  const result = await Promise.race([work(), cut]);
  clearTimeout(deadline);
  if (result === 'cut') logger.error({ waitingFor: current }, 'the shutdown took too long and is cut');
  return result === true ? 0 : 1;
}

async function stopOne(step: StopStep, logger: Logger): Promise<boolean> {
  try {
    await step.stop();
    return true;
  } catch (error) {
    logger.error({ err: error, step: step.name }, 'a part did not stop well');
    return false;
  }
}

/**
 * Resolves with the first SIGTERM or SIGINT. A second one ends the process at once: whoever presses Ctrl-C twice means it.
 */
export function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let asked = false;
    const onSignal = (signal: NodeJS.Signals) => {
      if (asked) process.exit(130);
      asked = true;
      resolve(signal);
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });
}
