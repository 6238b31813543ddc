import { readFileSync } from 'node:fs';
import { startEmbeddedPostgres, createDataSource, migrate } from '#store';
import { PostgresSearchEngine } from './src/index.js';
import { documentRow } from './src/postgres/document-row.js';
import { aStory } from './src/story.fixture.js';
const server = await startEmbeddedPostgres({ folder: '/tmp/sb/pg' });
const ds0 = await createDataSource({ url: server.url, poolSize: 4 }).initialize(); await migrate(ds0); await ds0.destroy(); const ds = await createDataSource({ url: server.url, poolSize: 1 }).initialize();

const engine = new PostgresSearchEngine(ds);
const langs = ['fr', 'en', 'de', 'es'];
const sfx: Record<string,string[]> = { fr: ['ement','tion','é','ées','aire','s','eur'], en: ['ing','ed','ly','tion','s','er'], de: ['ung','en','lich','keit','er'], es: ['ción','ado','mente','es','os'] };
let seed = 42; const rnd = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
const vocab: Record<string,string[]> = {};
for (const l of langs) vocab[l] = Array.from({ length: 30000 }, (_, i) => { let w=''; const n=1+Math.floor(rnd()*3); for (let k=0;k<n;k++) w += 'bcdfghlmnprstv'[Math.floor(rnd()*14)]! + 'aeiou'[Math.floor(rnd()*5)]!; return w + (i<60||i%2?'':sfx[l]![i % sfx[l]!.length]!); });
const word = (l: string) => vocab[l]![Math.floor(Math.exp(rnd() * Math.log(30000))) - 1 || 0]!;
const text = (l: string, n: number) => Array.from({ length: n }, () => word(l)).join(' ');
const make = (n: number) => Array.from({ length: n }, (_, i) => { const l = langs[i % 4]!; const body = text(l, 400 + Math.floor(rnd()*400)); return aStory({ language: l, headline: text(l, 9), body, provider: 'nordwire', text: `t${i}`, minute: i, item: { urgency: 1, bodies: [{role:'main',contentType:'text/html',value:`<p>${body}</p>`}] } }); });
const [{ pid }] = await ds.query('select pg_backend_pid() as pid') as [{pid: number}];
const pgCpu = () => { const f = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' '); return (Number(f[11]) + Number(f[12])) * 10; };
async function run(name: string, n = 3000) {
  await ds.query('truncate search.documents');
  const docs = make(n);
  let c = process.cpuUsage(); for (const d of docs) documentRow(d); let u = process.cpuUsage(c); const rowMs = (u.user + u.system) / 1000 / n;
  c = process.cpuUsage(); const p = pgCpu(); const t = performance.now();
  for (let i = 0; i < n; i += 500) await engine.index(docs.slice(i, i + 500));
  u = process.cpuUsage(c);
  console.log(name.padEnd(28), 'wall docs/s', (n / (performance.now() - t) * 1000).toFixed(0), '| documentRow cpu', rowMs.toFixed(2), '| node cpu/doc', ((u.user + u.system) / 1000 / n).toFixed(2), '| pg cpu/doc', ((pgCpu() - p) / n).toFixed(2));
}
await run('warm'); await run('as is', 6000);
await ds.query('drop schema search cascade'); await ds.query("delete from schema_migrations where name like 'Search%'");
await ds.destroy(); await server.stop();
