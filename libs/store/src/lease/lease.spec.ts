import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { testDatabase } from '#testing';
import { Lease, type LeaseTiming } from './lease.js';
import { counted, until } from './lease.testing.js';
import { LeaseRegistry } from './lease-registry.js';

const quick: LeaseTiming = { ttlMs: 250, trustMs: 150, renewMs: 40, askMs: 20 };

let database: Awaited<ReturnType<typeof testDatabase>>;
const registries: LeaseRegistry[] = [];

beforeAll(async () => {
  database = await testDatabase();
  await database.dataSource.query(
    'create table probe (place bigint generated always as identity, holder text, epoch bigint)',
  );
});

afterEach(async () => {
  await Promise.all(registries.splice(0).map((registry) => registry.close()));
  await database.dataSource.query('truncate bus.leases, probe');
});

afterAll(() => database.drop());

function aRegistry(timing?: LeaseTiming): LeaseRegistry {
  const registry = new LeaseRegistry(database.dataSource, {
    onTrouble: () => undefined,
    ...(timing ? { timing } : {}),
  });
  registries.push(registry);
  return registry;
}

describe('a lease', () => {
  it('is held by one process at a time and passes on at once when it is given back', async () => {
    const [first, second] = [new Lease(database.dataSource, 'work'), new Lease(database.dataSource, 'work')];
    expect(await first.tryAcquire()).toBe(true);
    expect(await second.tryAcquire()).toBe(false);
    expect([first.isHeld, second.isHeld]).toEqual([true, false]);
    await first.release();
    expect(await second.tryAcquire()).toBe(true);
    expect(await first.renew()).toBe(false);
  });

  it('is taken over when its time has run out, and the last holder knew that before', async () => {
    const [first, second] = [aLease(), aLease()];
    await first.tryAcquire();
    await until(async () => {
      const before = first.isHeld;
      const taken = await second.tryAcquire();
      expect(taken && before).toBe(false);
      return taken;
    });
    await expect(
      database.dataSource.transaction((manager) => first.assertHeld(manager)),
    ).rejects.toMatchObject({
      code: 'lease_lost',
    });
    await first.release();
    expect(await second.renew()).toBe(true);
  });

  it('never has two holders, nor a write of an earlier term behind one of a later, while five processes contend', async () => {
    const contenders = Array.from({ length: 5 }, aLease);
    const deadline = Date.now() + 20_000;
    let terms = 0;
    const contend = async (lease: Lease): Promise<void> => {
      while (terms < 12 && Date.now() < deadline) {
        if (await lease.tryAcquire().catch(() => false)) {
          expect(contenders.filter((one) => one.isHeld)).toEqual([lease]);
          terms += 1;
          await database.dataSource.transaction((manager) => writeSlowly(lease, manager)).catch(onlyLost);
          const choice = Math.random();
          if (choice < 0.3) await lease.release();
          else if (choice < 0.6) await lease.renew();
          else await sleep(Math.random() * 400);
        }
        await sleep(Math.random() * 20);
      }
    };
    await Promise.all(contenders.map(contend));
    expect(terms).toBeGreaterThan(1);
    const rows: { epoch: string }[] = await database.dataSource.query(
      'select epoch from probe order by place',
    );
    const epochs = rows.map((row) => Number(row.epoch));
    expect(epochs.length).toBeGreaterThan(1);
    expect(epochs).toEqual(epochs.toSorted((a, b) => a - b));
  });

  const aLease = () => new Lease(database.dataSource, 'work', quick);

  async function writeSlowly(lease: Lease, manager: Parameters<Lease['assertHeld']>[0]): Promise<void> {
    await lease.assertHeld(manager);
    await manager.query("insert into probe (epoch) select epoch from bus.leases where name = 'work'");
    await manager.query('select pg_sleep($1)', [Math.random() * 0.35]);
  }

  /** A holder that was too slow is told so, or its session was ended. */
  function onlyLost(error: { code?: string }): void {
    expect(['lease_lost', '57P01', '25P02', undefined]).toContain(error.code);
  }
});

describe('work under a lease', () => {
  it('runs in one process, and in the other as soon as the first stops', async () => {
    const [one, other] = [counted(), counted()];
    const kept = aRegistry().keep('work', one.work);
    await until(() => one.seen.running === 1);
    aRegistry().keep('work', other.work);
    await sleep(600);
    expect(other.seen.terms).toBe(0);
    await kept.stop();
    expect(one.seen.running).toBe(0);
    expect(await until(() => other.seen.running === 1)).toBeLessThan(1_000);
  });

  it('shares one lease with other work of its process, which gives it back when the last has stopped', async () => {
    const registry = aRegistry();
    const [one, other] = [counted(), counted()];
    const first = registry.keep('work', one.work);
    await until(() => one.seen.running === 1);
    const second = registry.keep('work', other.work);
    expect(other.seen.running).toBe(1);
    await first.stop();
    await sleep(300);
    expect(other.seen).toEqual({ terms: 1, running: 1 });
    expect(registry.states()).toEqual([{ name: 'work', held: true }]);
    await second.stop();
    expect(registry.states()).toEqual([{ name: 'work', held: false }]);
    const again = registry.keep('work', one.work);
    await until(() => one.seen.running === 1);
    await again.stop();
  });

  it('is called off when another process has the lease, and begins anew when that one lets go', async () => {
    const { seen, work } = counted();
    aRegistry(quick).keep('work', work);
    await until(() => seen.running === 1);
    const { terms } = seen;
    await database.dataSource.query('update bus.leases set holder = gen_random_uuid(), epoch = epoch + 1');
    await until(() => seen.running === 0);
    await until(() => seen.terms > terms);
  });

  it('is called off in time when the database does not answer', async () => {
    const { seen, work } = counted();
    aRegistry({ ...quick, ttlMs: 3_000, trustMs: 400 }).keep('work', work);
    await until(() => seen.running === 1);
    const blocked = database.dataSource.createQueryRunner();
    await blocked.startTransaction();
    await blocked.query('lock table bus.leases');
    expect(await until(() => seen.running === 0)).toBeLessThan(1_000);
    await blocked.rollbackTransaction();
    await blocked.release();
    await until(() => seen.running === 1);
  });
});
