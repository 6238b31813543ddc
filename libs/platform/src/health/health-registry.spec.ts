import { describe, expect, it } from '@jest/globals';
import { HealthRegistry } from './health-registry.js';
import { registerStoreChecks } from './store-checks.js';

describe('health', () => {
  it('is well without checks, and as bad as its worst check', async () => {
    const health = new HealthRegistry();
    expect((await health.ready()).ok).toBe(true);
    health.register('fine', () => undefined);
    health.register('broken', () => Promise.reject(new Error('no disk')));
    expect(await health.ready()).toEqual({
      ok: false,
      draining: false,
      checks: { fine: { ok: true }, broken: { ok: false, detail: 'no disk' } },
    });
    expect((await health.live()).ok).toBe(true);
  });

  it('is unready and alive while it drains', async () => {
    const health = new HealthRegistry();
    health.drain();
    expect([(await health.ready()).ok, (await health.live()).ok]).toEqual([false, true]);
  });

  it('does not live, and so is not ready, when a consumer ended', async () => {
    const health = new HealthRegistry();
    health.registerLiveness('consumers', () => {
      throw new Error('a consumer ended');
    });
    expect([(await health.ready()).ok, (await health.live()).ok]).toEqual([false, false]);
  });

  it('does not wait for a check that hangs', async () => {
    const health = new HealthRegistry();
    health.register('hangs', () => new Promise<void>(() => undefined));
    expect((await health.ready()).checks['hangs']?.detail).toMatch(/no answer/);
  });

  it('waits for migrations and then trusts that they stay', async () => {
    const health = new HealthRegistry();
    let pending = true;
    let asked = 0;
    registerStoreChecks(health, {
      ping: () => Promise.resolve(),
      pendingMigrations: () => {
        asked += 1;
        return Promise.resolve(pending);
      },
    });
    expect((await health.ready()).ok).toBe(false);
    pending = false;
    expect((await health.ready()).ok).toBe(true);
    await health.ready();
    expect(asked).toBe(2);
  });
});
