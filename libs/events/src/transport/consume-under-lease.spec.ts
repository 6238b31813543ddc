import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId, type Topic } from '#contracts';
import { appendEvents, LeaseRegistry, type KeptWork } from '#store';
import { testDatabase } from '#testing';
import type { BatchConsumer } from '../event-bus.js';
import { until } from '../event-bus.contract.js';
import { LogEventBus } from '../log/log-event-bus.js';
import { consumeUnderLease } from './consume-under-lease.js';

const topic: Topic = 'wire.alerts';
const timing = { ttlMs: 1_500, trustMs: 1_000, renewMs: 100, askMs: 50 };

/** One of several processes that consume under the same lease. */
class Process {
  readonly bus: LogEventBus;
  readonly leases: LeaseRegistry;
  readonly kept: KeptWork;

  constructor(
    database: Awaited<ReturnType<typeof testDatabase>>,
    readonly group: string,
    consumer: BatchConsumer,
  ) {
    const onTrouble = () => undefined;
    this.bus = new LogEventBus(database.dataSource, { url: database.url, onTrouble });
    this.leases = new LeaseRegistry(database.dataSource, { onTrouble, timing });
    this.kept = consumeUnderLease(this.leases, group, consumer, (whileHeld) =>
      this.bus.consume({ group, topic, maxBatch: 1 }, whileHeld),
    );
  }

  get isActive(): boolean {
    return this.leases.states().some(({ held }) => held);
  }

  async stop(): Promise<void> {
    await this.kept.stop();
    await this.bus.close();
  }
}

describe('consuming under a lease', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  const processes: Process[] = [];

  beforeAll(async () => {
    database = await testDatabase();
  });

  afterEach(async () => {
    await Promise.all(processes.splice(0).map((process) => process.stop()));
    await database.dataSource.query('truncate bus.event_log');
  });

  afterAll(() => database.drop());

  const start = (group: string, consumer: BatchConsumer): Process => {
    const process = new Process(database, group, consumer);
    processes.push(process);
    return process;
  };

  const publish = (...values: string[]) =>
    database.dataSource.transaction((manager) =>
      appendEvents(
        manager,
        values.map((value) => ({ topic, key: 'k', headers: { ce_id: newId() }, value: Buffer.from(value) })),
      ),
    );

  /** A consumer that notes what it gets under its name. */
  const noting =
    (seen: string[], name: string): BatchConsumer =>
    (batch) => {
      seen.push(...batch.map((message) => `${name} ${String(message.value)}`));
      return Promise.resolve({ settled: batch.length });
    };

  it('happens in one process; the other goes on behind it when it stops', async () => {
    const seen: string[] = [];
    const group = newId();
    const first = start(group, noting(seen, 'first'));
    await until(() => first.isActive);
    start(group, noting(seen, 'second'));
    await publish('1', '2');
    await until(() => seen.length === 2);
    await first.stop();
    await publish('3');
    await until(() => seen.length === 3);
    expect(seen).toEqual(['first 1', 'first 2', 'second 3']);
  });

  it('settles nothing in a process that lost the lease with a batch in hand', async () => {
    const seen: string[] = [];
    const group = newId();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const first = start(group, async (batch) => {
      seen.push('first began 1');
      await held;
      return { settled: batch.length };
    });
    await publish('1');
    await until(() => seen.length === 1);
    await database.dataSource.query(
      'update bus.leases set holder = gen_random_uuid(), epoch = epoch + 1, renewed_at = clock_timestamp()',
    );
    await until(() => !first.isActive);
    start(group, noting(seen, 'second'));
    await until(() => seen.length === 2);
    release();
    await sleep(100);
    expect(seen).toEqual(['first began 1', 'second 1']);
  });

  it('lets the batch in hand be settled before the lease is given back', async () => {
    const seen: string[] = [];
    const group = newId();
    const first = start(group, async (batch) => {
      seen.push(`first ${String(batch[0]?.value)}`);
      await sleep(150);
      return { settled: batch.length };
    });
    await until(() => first.isActive);
    await publish('1', '2');
    await until(() => seen.length === 1);
    start(group, noting(seen, 'second'));
    await first.stop();
    await until(() => seen.length === 2);
    expect(seen).toEqual(['first 1', 'second 2']);
  });

  it('tells of an unknown error as any consumer does', async () => {
    const bug = new TypeError('a bug');
    const process = start(newId(), () => Promise.resolve({ settled: 0 }));
    await process.kept.stop();
    const ended: unknown[] = [];
    consumeUnderLease(
      process.leases,
      'other',
      () => Promise.reject(bug),
      (whileHeld) => {
        const consumption = process.bus.consume({ group: newId(), topic }, whileHeld);
        consumption.ended.catch((error: unknown) => ended.push(error));
        return consumption;
      },
    );
    await publish('1');
    await until(() => ended.length === 1);
    expect(ended).toEqual([bug]);
    await process.leases.close();
  });
});
