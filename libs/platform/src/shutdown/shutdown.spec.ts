import { describe, expect, it } from '@jest/globals';
import { HealthRegistry } from '../health/health-registry.js';
import { createLogger } from '../logging/create-logger.js';
import { drain, type StopStep } from './shutdown.js';

const logger = createLogger({ level: 'silent', service: 'test' });

function drained(steps: readonly StopStep[], options: { delayMs?: number; deadlineMs?: number } = {}) {
  const health = new HealthRegistry();
  return { health, code: drain({ health, logger, steps, delayMs: 0, deadlineMs: 1_000, ...options }) };
}

describe('a shutdown', () => {
  it('turns unready first, stops in order, and those of one order together', async () => {
    const seen: string[] = [];
    const step = (name: string, order: number, ms: number): StopStep => ({
      name,
      order,
      stop: async () => {
        seen.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, ms));
        seen.push(`${name} ends`);
      },
    });
    const { health, code } = drained([step('store', 3, 1), step('requests', 1, 20), step('timers', 1, 1)]);
    expect(health.isDraining).toBe(true);
    expect(await code).toBe(0);
    expect(seen).toEqual([
      'requests begins',
      'timers begins',
      'timers ends',
      'requests ends',
      'store begins',
      'store ends',
    ]);
  });

  it('goes on after a part that fails, and tells by its code', async () => {
    let closed = false;
    const { code } = drained([
      { name: 'bad', order: 1, stop: () => Promise.reject(new Error('stuck')) },
      { name: 'store', order: 2, stop: () => void (closed = true) },
    ]);
    expect([await code, closed]).toEqual([1, true]);
  });

  it('is cut when a part hangs', async () => {
    const { code } = drained([{ name: 'hangs', order: 1, stop: () => new Promise(() => undefined) }], {
      deadlineMs: 30,
    });
    expect(await code).toBe(1);
  });
});
