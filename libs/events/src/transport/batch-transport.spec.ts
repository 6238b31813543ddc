import { Controller, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Payload } from '@nestjs/microservices';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeEvent, newId, RetriableError } from '#contracts';
import { appendEvents, LeaseRegistry } from '#store';
import { testDatabase } from '#testing';
import { until } from '../event-bus.contract.js';
import { LogEventBus } from '../log/log-event-bus.js';
import { StoredCrashLedger } from '../runner/crash-ledger.js';
import { ok, type StepResult } from '../step-result.js';
import { BatchTransport } from './batch-transport.js';
import type { EventBatch } from './event-batch.js';
import { OnBatch } from './on-batch.js';

const seen: string[] = [];
let fault: (() => Error) | undefined;

@Controller()
class AlertsHandler {
  @OnBatch('wire.alerts', { group: 'first' })
  async handle(@Payload() batch: EventBatch<'wire.alerts'>): Promise<StepResult[]> {
    const error = fault?.();
    if (error) throw error;
    seen.push(...batch.events.map(({ event }) => `first ${event?.data.code}`));
    return Promise.resolve(batch.events.map(() => ok));
  }
}

@Controller()
class OtherHandler {
  @OnBatch('wire.alerts', { group: 'second' })
  handle(@Payload() batch: EventBatch<'wire.alerts'>): Promise<StepResult[]> {
    seen.push(...batch.events.map(({ event }) => `second ${event?.data.code}`));
    return Promise.resolve(batch.events.map(() => ok));
  }
}

class Root {}

describe('the batch transport in a Nest app', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let bus: LogEventBus;
  let app: INestApplication;
  let transport: BatchTransport;
  const fatal: unknown[] = [];

  beforeAll(async () => {
    database = await testDatabase();
    bus = new LogEventBus(database.dataSource, { url: database.url, onTrouble: () => undefined });
    transport = new BatchTransport({
      bus,
      leases: new LeaseRegistry(database.dataSource, { onTrouble: () => undefined }),
      ledger: new StoredCrashLedger(database.dataSource),
      count: () => undefined,
      onRetry: () => undefined,
      onFatal: (error) => fatal.push(error),
    });
    app = await NestFactory.create(
      { module: Root, controllers: [AlertsHandler, OtherHandler] },
      { logger: false },
    );
    app.connectMicroservice({ strategy: transport });
    await app.startAllMicroservices();
  });

  afterEach(() => {
    seen.length = 0;
    fault = undefined;
  });

  afterAll(async () => {
    await app.close();
    await bus.close();
    await database.drop();
  });

  const raise = (code: string) =>
    database.dataSource.transaction((manager) =>
      appendEvents(manager, [
        encodeEvent(
          'wire.alert.raised.v1',
          code,
          {
            alertId: newId(),
            audience: 'ops',
            code,
            detail: '',
            provider: null,
            transmissionId: null,
            storyId: null,
            at: '2026-01-01T00:00:00Z',
          },
          { source: '/test' },
        ),
      ]),
    );

  it('gives each group every event, once', async () => {
    await raise('one');
    await until(() => seen.length === 2);
    expect(seen.sort()).toEqual(['first one', 'second one']);
  });

  it('repeats a batch whose handler says that the fault passes', async () => {
    let faults = 2;
    fault = () => {
      faults -= 1;
      if (faults === 0) fault = undefined;
      return new RetriableError('index_busy', 'try again');
    };
    await raise('two');
    await until(() => seen.includes('first two'));
    expect(transport.healthy).toBe(true);
  });

  it('hands an unknown error on as it was thrown, and says that it is not well', async () => {
    const bug = new TypeError('a bug');
    fault = () => bug;
    await raise('three');
    await until(() => fatal.length === 1);
    expect(fatal).toEqual([bug]);
    expect(transport.healthy).toBe(false);
    await until(() => seen.includes('second three'));
  });
});
