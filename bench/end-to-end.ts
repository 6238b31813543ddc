import { Client } from 'pg';
import { copyOf } from './copy.js';
import { startBenchDesk, type BenchDesk } from './desk.js';
import { formats } from './formats.js';
import { postgresCpuMs } from './postgres-cpu.js';
import { percentile, printTable, round } from './table.js';

const connections = 64;

/** Formats of one item a document, in turn. */
const mixed = formats.filter((format) => format.items === 1);

interface Pushed {
  readonly transmissionId: string;
  readonly at: number;
}

/** Pushes over HTTP into a real desk: acceptance rate, rate until searchable, and the time between at a steady pace. */
export async function benchEndToEnd(
  count: number,
  steady: { perSecond: number; seconds: number },
): Promise<void> {
  const desk = await startBenchDesk();
  const database = new Client({ connectionString: desk.databaseUrl });
  try {
    await database.connect();
    await desk.call('POST', '/v1/feeds', JSON.stringify({ id: 'bench', provider: 'bench', kind: 'push' }));
    await burst(desk, database, 0, Math.min(count, 300));
    const cpuBefore = await cpuOf(desk);
    const result = await burst(desk, database, 1_000_000, count);
    const cpu = (await cpuOf(desk)) - cpuBefore;
    const latencies = await steadyPace(desk, database, steady);
    printTable(
      `End to end: one desk process, its PostgreSQL and the sender on the same machine; ${count} dispatches, ${mixed.map((f) => f.name).join(', ')}`,
      ['what', 'value'],
      [
        ['push requests/s (202, durable)', round(count / result.acceptedSeconds)],
        ['dispatches/s until all are searchable', round(count / result.searchableSeconds)],
        ['CPU ms/dispatch, desk and PostgreSQL, push to searchable', round(cpu / count)],
        [`push→searchable p50 ms at ${steady.perSecond}/s`, round(percentile(latencies, 50))],
        [`push→searchable p99 ms at ${steady.perSecond}/s`, round(percentile(latencies, 99))],
      ],
    );
  } finally {
    await database.end();
    await desk.stop();
  }
}

async function burst(
  desk: BenchDesk,
  database: Client,
  from: number,
  count: number,
): Promise<{ acceptedSeconds: number; searchableSeconds: number }> {
  const now = new Date();
  const before = await searchable(database);
  const started = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const n = next;
      next += 1;
      await push(desk, from + n, now);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const acceptedSeconds = (performance.now() - started) / 1_000;
  while ((await searchable(database)) < before + count) {
    if (performance.now() - started > 600_000)
      throw new Error('not all became searchable within ten minutes');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { acceptedSeconds, searchableSeconds: (performance.now() - started) / 1_000 };
}

async function steadyPace(
  desk: BenchDesk,
  database: Client,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<number[]> {
  const now = new Date();
  const waiting = new Map<string, number>();
  const latencies: number[] = [];
  const total = perSecond * seconds;
  let sent = 0;
  const started = performance.now();
  const sender = (async () => {
    const inFlight: Promise<void>[] = [];
    while (sent < total) {
      const due = started + (sent * 1_000) / perSecond;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
      const at = performance.now();
      inFlight.push(
        push(desk, 5_000_000 + sent, now).then(({ transmissionId }) => void waiting.set(transmissionId, at)),
      );
      sent += 1;
    }
    await Promise.all(inFlight);
  })();
  while (latencies.length < total) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (waiting.size === 0) continue;
    if (performance.now() - started > (seconds + 60) * 1_000)
      throw new Error('the steady pace did not become searchable');
    const { rows } = await database.query<{ transmission_id: string }>(
      `select filing.transmission_id from truth.filings filing
       join search.documents document using (story_id) where filing.transmission_id = any($1::uuid[])`,
      [[...waiting.keys()]],
    );
    const seen = performance.now();
    for (const { transmission_id: id } of rows) {
      latencies.push(seen - waiting.get(id)!);
      waiting.delete(id);
    }
  }
  await sender;
  return latencies;
}

async function push(desk: BenchDesk, n: number, now: Date): Promise<Pushed> {
  const format = mixed[n % mixed.length]!;
  for (;;) {
    const response = await desk.call(
      'POST',
      '/v1/feeds/bench/transmissions',
      format.write([copyOf(n, now)]),
      format.contentType,
    );
    if (response.status === 202) {
      const { transmissionId } = (await response.json()) as { transmissionId: string };
      return { transmissionId, at: performance.now() };
    }
    await response.text();
    if (response.status !== 429 && response.status !== 503)
      throw new Error(`a push was answered ${response.status}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function searchable(database: Client): Promise<number> {
  const { rows } = await database.query<{ count: string }>('select count(*) from search.documents');
  return Number(rows[0]!.count);
}

/** CPU milliseconds of the desk's process (all its threads) and its PostgreSQL. */
async function cpuOf(desk: BenchDesk): Promise<number> {
  const own = await postgresCpuMs(desk.pid);
  const server = await postgresCpuMs(desk.postmaster);
  return own === undefined || server === undefined ? Number.NaN : own + server;
}
