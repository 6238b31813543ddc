// Part of `npm run bench`: six services on a real Kafka, Elasticsearch and PostgreSQL against what Elasticsearch alone can
// take in, in one run on one machine. `--short` is what CI runs.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@elastic/elasticsearch';
import { Services } from '../../test/stack/services.js';
import { appNames } from '../../test/stack/service-process.js';
import { startStack, type Stack } from '../../tools/stack/stack.js';
import { percentile, printTable, round } from '../table.js';
import { cpuOf, perItem, type Counted } from './cpu.js';
import { steadyPace } from './latency.js';
import { mixed, pushAll, type Target } from './push.js';
import { documentsOf, rawBulk } from './raw-bulk.js';
import { relayFigures } from './relay.js';

const short = process.argv.includes('--short');
const count = short ? 1_500 : 12_000;
const steady = { perSecond: 50, seconds: short ? 5 : 30 };
const connections = 32;
const longestMs = 900_000;

const data = await mkdtemp(join(tmpdir(), 'wiredesk-bench-stack-'));
const stack = await startStack({
  data,
  ports: { kafka: 0, elasticsearch: 0, postgres: 0 },
  elasticsearchHeap: '1g',
});
try {
  await measure(stack);
} finally {
  await stack.reset();
  await rm(data, { recursive: true, force: true });
}

async function measure({ kafka, elasticsearch, postgres }: Stack): Promise<void> {
  const services = await Services.plan({
    engines: {
      kafka: kafka.address,
      elasticsearch: elasticsearch.address,
      postgres: postgres.address,
    },
    settings: { LOG_LEVEL: 'warn', WIREDESK_RATE_LIMIT: '0' },
  });
  const client = new Client({ node: elasticsearch.address });
  const stories = `${services.indexPrefix}stories`;
  try {
    await services.start();
    await services.call('POST', '/v1/feeds', { json: { id: 'bench', provider: 'bench', kind: 'push' } });
    const target: Target = { url: services.one('gateway').url, key: services.adminKey, feed: 'bench' };
    const now = new Date();
    const searchable = async (wanted: number): Promise<void> => {
      const until = performance.now() + longestMs;
      while ((await client.count({ index: stories })).count < wanted) {
        if (performance.now() > until) throw new Error('not all became searchable');
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    const warm = Math.min(count, 600);
    await pushAll(target, 0, warm, now, connections);
    await searchable(warm);

    const processes = await countedProcesses(services, { kafka, elasticsearch, postgres });
    const before = await cpuOf(processes);
    const started = performance.now();
    const acceptedSeconds = await pushAll(target, 1_000_000, count, now, connections);
    await searchable(warm + count);
    const seconds = (performance.now() - started) / 1_000;
    const used = perItem(before, await cpuOf(processes), count);

    const latency = await steadyPace({
      target,
      searchUrl: services.one('search').url,
      client,
      index: stories,
      ...steady,
    });
    const relay = await relayFigures(services.databaseUrl, short ? 5_000 : 20_000);
    await client.indices.refresh({ index: stories });
    const documents = (await documentsOf(client, stories)).slice(0, count);
    const concrete = Object.keys(await client.indices.getAlias({ name: stories }))[0]!;
    await services.stop();

    const limits = [];
    for (const clients of [1, 2]) limits.push(await rawBulk(client, documents, concrete, clients));
    const limit = Math.max(...limits.map(({ perSecond }) => perSecond));
    const size =
      documents.reduce<number>((sum, one) => sum + JSON.stringify(one).length, 0) / documents.length;
    printTable(
      `Stack: six service processes, Kafka, Elasticsearch, PostgreSQL and the sender on this machine; ${count} dispatches, ${mixed.map((f) => f.name).join(', ')}`,
      ['what', 'value'],
      [
        ...limits.map(({ clients, perSecond }): [string, string] => [
          `limit: raw bulk of the same documents (${round(size / 1_000)} kB), ${clients} at once, docs/s`,
          round(perSecond),
        ]),
        ['push requests/s (202, durable)', round(count / acceptedSeconds)],
        ['push → Kafka → … → searchable, dispatches/s', round(count / seconds)],
        ['ratio to the limit', round(count / seconds / limit)],
        ...[...used].map(([name, ms]): [string, string] => [`CPU ms/dispatch, ${name}`, round(ms)]),
        ['CPU ms/dispatch, all', round([...used.values()].reduce((sum, ms) => sum + ms, 0))],
        [
          `relay, events/s (${relay.events} of ${round(relay.bytes / 1_000)} kB, written meanwhile)`,
          round(relay.perSecond),
        ],
        ['relay idle, ms from commit to Kafka, p50', round(relay.idleMs)],
        [`push→searchable p50 ms at ${steady.perSecond}/s`, round(percentile(latency.searchable, 50))],
        [`push→searchable p99 ms at ${steady.perSecond}/s`, round(percentile(latency.searchable, 99))],
        [`push→live stream p50 ms at ${steady.perSecond}/s`, round(percentile(latency.streamed, 50))],
        [`push→live stream p99 ms at ${steady.perSecond}/s`, round(percentile(latency.streamed, 99))],
      ],
    );
  } finally {
    await client.close();
    await services.destroy();
  }
}

async function countedProcesses(
  services: Services,
  engines: Pick<Stack, 'kafka' | 'elasticsearch' | 'postgres'>,
): Promise<Counted[]> {
  const ours = appNames.flatMap((app) =>
    services.processes[app].map(({ pid }): Counted => ({ name: app, pid: pid! })),
  );
  const theirs = await Promise.all(
    Object.values(engines).map(async (engine): Promise<Counted> => ({
      name: engine.name,
      pid: (await engine.pid())!,
      tree: true,
    })),
  );
  return [...ours, ...theirs, { name: 'sender (this benchmark)', pid: process.pid }];
}
