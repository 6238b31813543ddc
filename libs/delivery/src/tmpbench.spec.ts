import { afterAll, beforeAll, it } from '@jest/globals';
import { testDatabase } from '#testing';
import { TestPublisher } from './delivery.fixture.js';
import { deadUrl, until } from './send/receiver.fixture.js';
import { StoryLife } from './story.fixture.js';
let publisher: TestPublisher;
beforeAll(async () => {
  publisher = new TestPublisher(await testDatabase());
});
afterAll(() => publisher.close());
it('bench', async () => {
  const sinks = await Promise.all([1, 2, 3].map((n) => publisher.destination(`s${n}`)));
  await publisher.destination('dead', { url: await deadUrl() });
  await publisher.destination('slow', { answer: () => undefined });
  const stat = new Map<string, { n: number; ms: number }>();
  const ds = publisher.dataSource;
  const q = ds.query.bind(ds);
  let claimSql = '',
    claimP: unknown[] = [];
  (ds as unknown as { query: unknown }).query = async (sql: string, p: unknown[]) => {
    const s = performance.now();
    try {
      return await q(sql, p);
    } finally {
      const k = sql.trim().slice(0, 40);
      const e = stat.get(k) ?? { n: 0, ms: 0 };
      e.n++;
      e.ms += performance.now() - s;
      stat.set(k, e);
      if (sql.includes('with open')) {
        claimSql = sql;
        claimP = p;
      }
    }
  };
  const tr = ds.transaction.bind(ds);
  (ds as unknown as { transaction: unknown }).transaction = async (f: never) => {
    const s = performance.now();
    try {
      return await (tr as (f: never) => Promise<unknown>)(f);
    } finally {
      const e = stat.get('tx') ?? { n: 0, ms: 0 };
      e.n++;
      e.ms += performance.now() - s;
      stat.set('tx', e);
    }
  };
  let intake = 0;
  for (let i = 0; i < 10; i += 1) {
    const s = performance.now();
    await publisher.take(
      ...Array.from({ length: 100 }, () => new StoryLife({ body: 'x'.repeat(5000) }).created()),
    );
    intake += performance.now() - s;
  }
  console.log('intake ms for 1000 events x5', intake, [...stat]);
  stat.clear();
  publisher.sender({ client: publisher.client(14_000), leaseMs: 30_000, schedule: [0, 5000, 300000] });
  const t0 = performance.now();
  setTimeout(() => {
    void (async () => {
      const r = (await q('explain (analyze, buffers) ' + claimSql, claimP)) as { 'QUERY PLAN': string }[];
      console.log(r.map((x) => x['QUERY PLAN']).join('\n'));
    })();
  }, 2000);
  await until(() => sinks.every((s) => s.posts.length === 1000), 60_000);
  const ms = performance.now() - t0;
  console.log(
    '3000 deliveries ms',
    ms,
    'per s',
    (3000 / ms) * 1000,
    publisher.attempts.length,
    publisher.troubles,
    [...stat],
  );
}, 90_000);
