import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { AccessModule } from '#access';
import { newId, sha256, type Topic } from '#contracts';
import { createBatchRunner, CrashLedger, EventBus, type EventBatch, type StepResult } from '#events';
import { createLogger, PlatformModule, readConfig } from '#platform';
import { EventsModule } from '#runtime';
import { createDataSource, migrate, startEmbeddedPostgres, StoreModule } from '#store';
import { DeduplicatorModule } from '../apps/deduplicator/src/deduplicator.module.js';
import { DispatchesHandler } from '../apps/deduplicator/src/dispatches.handler.js';
import { GatewayModule } from '../apps/gateway/src/gateway.module.js';
import type { NewTransmission } from '../apps/gateway/src/push/new-transmission.js';
import { PushStore } from '../apps/gateway/src/push/push-store.js';
import { IndexerModule } from '../apps/indexer/src/indexer.module.js';
import { StoriesHandler } from '../apps/indexer/src/stories.handler.js';
import { NormaliserHandler } from '../apps/normaliser/src/normaliser.handler.js';
import { NormaliserModule } from '../apps/normaliser/src/normaliser.module.js';
import { PublisherHandler } from '../apps/publisher/src/publisher.handler.js';
import { PublisherModule } from '../apps/publisher/src/publisher.module.js';
import { copyOf } from './copy.js';
import { formats } from './formats.js';
import { postgresCpuMs } from './postgres-cpu.js';
import { printTable, round } from './table.js';

const pushesTogether = 64;
const warmUp = 300;

/** One stage alone on a topic that is full: what an item costs there, in this process and in PostgreSQL. */
interface Stage {
  readonly name: string;
  readonly group: string;
  readonly topic: Topic;
  readonly maxBatch: number;
  handle(batch: EventBatch): Promise<readonly StepResult[]>;
}

/** Runs the stages one after the other, so that the CPU time of each can be told apart. */
export async function benchStages(count: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'wiredesk-bench-'));
  const server = await startEmbeddedPostgres({ folder });
  const migrating = await createDataSource({ url: server.url }).initialize();
  await migrate(migrating);
  await migrating.destroy();
  const postmaster = Number(
    (await readFile(join(folder, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0],
  );
  const app = await openApp(server.url);
  try {
    const rows: string[][] = [];
    const measure = async (name: string, work: () => Promise<void>) => {
      const own = process.cpuUsage();
      const theirs = (await postgresCpuMs(postmaster)) ?? Number.NaN;
      const started = performance.now();
      await work();
      const seconds = (performance.now() - started) / 1_000;
      const { user, system } = process.cpuUsage(own);
      rows.push([
        name,
        round(count / seconds),
        round((user + system) / 1_000 / count),
        round((((await postgresCpuMs(postmaster)) ?? Number.NaN) - theirs) / count),
      ]);
    };
    const dataSource = app.get(DataSource);
    // worker threads, plans and caches warm up on copy of their own
    await pushAll(app.get(PushStore), transmissionsOf(-warmUp, warmUp));
    for (const stage of stagesOf(app)) {
      await runStage(stage, app.get(EventBus), app.get(CrashLedger), dataSource);
    }
    const transmissions = transmissionsOf(0, count);
    await measure('gateway: store and log, without HTTP', () => pushAll(app.get(PushStore), transmissions));
    for (const stage of stagesOf(app)) {
      await measure(stage.name, () => runStage(stage, app.get(EventBus), app.get(CrashLedger), dataSource));
    }
    printTable(
      `Stages, each alone on a full topic, one process and its PostgreSQL: ${count} distinct dispatches of some 3 kB`,
      ['stage', 'items/s', 'CPU ms/item in Node', 'CPU ms/item in PostgreSQL'],
      rows,
    );
  } finally {
    await app.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function openApp(url: string) {
  const config = readConfig({ DATABASE_URL: url }, { service: 'desk' });
  const logger = createLogger({ level: 'warn', service: 'bench' });
  class BenchRoot {}
  return NestFactory.createApplicationContext(
    {
      module: BenchRoot,
      imports: [
        PlatformModule.forRoot(config, { logger }),
        StoreModule.forRoot({ url }),
        EventsModule.onEventLog({
          url,
          onTrouble: (error) => logger.warn({ err: error }, 'the log cannot be read'),
        }),
        AccessModule,
        GatewayModule,
        NormaliserModule,
        DeduplicatorModule,
        IndexerModule,
        PublisherModule,
      ],
    },
    { logger: false, abortOnError: false },
  );
}

function stagesOf(app: Awaited<ReturnType<typeof openApp>>): Stage[] {
  const normaliser = app.get(NormaliserHandler);
  const deduplicator = app.get(DispatchesHandler);
  const indexer = app.get(StoriesHandler);
  const publisher = app.get(PublisherHandler);
  return [
    {
      name: 'normaliser: read, in worker threads',
      group: 'normaliser',
      topic: 'wire.transmissions',
      maxBatch: 100,
      handle: (batch) => normaliser.handle(batch as EventBatch<'wire.transmissions'>),
    },
    {
      name: 'deduplicator: decide, write truth',
      group: 'deduplicator',
      topic: 'wire.dispatches',
      maxBatch: 300,
      handle: (batch) => deduplicator.handle(batch as EventBatch<'wire.dispatches'>),
    },
    {
      name: 'indexer: PostgreSQL full text',
      group: 'indexer',
      topic: 'wire.stories',
      maxBatch: 500,
      handle: (batch) => indexer.handle(batch as EventBatch<'wire.stories'>),
    },
    {
      name: 'publisher: route, no destination',
      group: 'publisher',
      topic: 'wire.stories',
      maxBatch: 200,
      handle: (batch) => publisher.handle(batch as EventBatch<'wire.stories'>),
    },
  ];
}

/** Distinct transmissions, made before the clock starts. */
function transmissionsOf(from: number, count: number): NewTransmission[] {
  const now = new Date();
  const mixed = formats.filter((format) => format.items === 1);
  return Array.from({ length: count }, (_, i) => {
    const n = Math.abs(from + i);
    const format = mixed[n % mixed.length]!;
    const body = Buffer.from(format.write([copyOf(n + (from < 0 ? 9_000_000 : 0), now)]));
    return {
      transmissionId: newId(),
      feed: 'bench',
      provider: 'bench',
      profile: null,
      receivedAt: now,
      contentType: format.contentType,
      filename: null,
      headers: {},
      sha256: sha256(body),
      body,
      idempotencyKey: null,
    };
  });
}

async function pushAll(store: PushStore, transmissions: readonly NewTransmission[]): Promise<void> {
  for (let from = 0; from < transmissions.length; from += pushesTogether) {
    await store.write(transmissions.slice(from, from + pushesTogether));
  }
}

async function runStage(
  stage: Stage,
  bus: EventBus,
  ledger: CrashLedger,
  dataSource: DataSource,
): Promise<void> {
  const [{ waiting }] = await dataSource.query<[{ waiting: number }]>(
    `select count(*)::int as waiting from bus.event_log e where topic = $1 and not exists (
       select from bus.consumer_offsets o where o.consumer_group = $2 and o.topic = e.topic
         and (o.xid, o.position) >= (e.xid, e.position))`,
    [stage.topic, stage.group],
  );
  let done = 0;
  let finish: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (finish = resolve));
  const consumption = bus.consume(
    { group: stage.group, topic: stage.topic, maxBatch: stage.maxBatch },
    createBatchRunner({
      ledger,
      handler: (batch) => stage.handle(batch),
      count: (_result, count) => {
        done += count;
        if (done >= waiting) finish();
      },
      onRetry: ({ error, reason }) => console.error(stage.group, reason, error),
    }),
  );
  await Promise.race([all, consumption.ended]);
  await consumption.stop();
}
