import { startEmbeddedPostgres, createDataSource, migrate } from '#store';
import { parseQuery } from '#query';
import { PostgresSearchEngine } from './src/index.js';
import { aStory, aRequest, everything } from './src/story.fixture.js';
const N = Number(process.argv[2] ?? 20000);
const folder = '/tmp/sb/pg';
const server = await startEmbeddedPostgres({ folder });
const ds = await createDataSource({ url: server.url, poolSize: 8 }).initialize();
await migrate(ds);
if (!process.env['SKIP']) await ds.query('truncate search.documents');
const engine = new PostgresSearchEngine(ds);
// zipf vocab per language
const langs = ['fr', 'en', 'de', 'es'];
const sfx: Record<string,string[]> = { fr: ['ement','tion','é','ées','aire','s','eur'], en: ['ing','ed','ly','tion','s','er'], de: ['ung','en','lich','keit','er'], es: ['ción','ado','mente','es','os'] };
let seed = 42; const rnd = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
const vocab: Record<string,string[]> = {};
for (const l of langs) vocab[l] = Array.from({ length: 30000 }, (_, i) => { let w=''; const n=1+Math.floor(rnd()*3); for (let k=0;k<n;k++) w += 'bcdfghlmnprstv'[Math.floor(rnd()*14)]! + 'aeiou'[Math.floor(rnd()*5)]!; return w + (i<60?'':sfx[l]![i % sfx[l]!.length]!); });
const word = (l: string) => vocab[l]![Math.floor(Math.exp(rnd() * Math.log(30000))) - 1 || 0]!;
const text = (l: string, n: number) => Array.from({ length: n }, () => word(l)).join(' ');
const providers = ['nordwire','sudpresse','faro','ostkurier','inselpost','a1','a2','a3'];
console.log('gen');
let bytes=0;
const docs = Array.from({ length: N }, (_, i) => { const l = langs[i % 4]!; const body = text(l, 400 + Math.floor(rnd()*400)); bytes+=body.length; return aStory({ language: l, headline: text(l, 9), body, provider: providers[Math.floor(rnd()*8)]!, text: rnd() < 0.2 ? `t${Math.floor(rnd()*i)}` : `t${i}`, minute: i, editorial: { category: ['sport','politics','economy'].slice(0,1+Math.floor(rnd()*3)), keywords: [word(l)] }, item: { urgency: 1+Math.floor(rnd()*5), bodies: [{role:'main',contentType:'text/html',value:`<p>${body}</p>`}] } }); });
console.log('avg body bytes', bytes/N);
const cpu0 = process.cpuUsage(); const t0 = performance.now();
if (!process.env['SKIP']) for (let i = 0; i < N; i += 500) await engine.index(docs.slice(i, i + 500));
const s = (performance.now() - t0) / 1000; const cpu = process.cpuUsage(cpu0);
console.log(`indexed ${N} in ${s.toFixed(1)} s = ${(N / s).toFixed(0)} docs/s; node cpu ms/doc ${(cpu.user + cpu.system) / 1000 / N}`);
await ds.query('vacuum analyze search.documents');
console.log(await ds.query(`select pg_size_pretty(pg_table_size('search.documents')) t, pg_size_pretty(pg_indexes_size('search.documents')) i, pg_size_pretty(pg_relation_size('search.documents_words')) w, avg(pg_column_size(words)) vw, avg(pg_column_size(snapshot)) vs from search.documents`));
const common = vocab['fr']![5]!, mid = vocab['fr']![300]!, rare = vocab['fr']![20000]!;
const asks: [string, object][] = [
  ['newest 50, facets', { limit: 50, facets: ['provider','language','status','signal'] }],
  ['newest 50', { limit: 50 }], ['stories newest', { limit: 50, view: 'stories' }],
  ['common word', { q: common, limit: 50 }], ['common + facets', { q: common, limit: 50, facets: ['provider','language','status','signal'] }],
  ['mid word hl', { q: mid, limit: 50, highlight: true }], ['rare', { q: rare, limit: 50 }],
  ['mid relevance', { q: mid, sort: 'relevance', limit: 20 }], ['common relevance', { q: common, sort: 'relevance', limit: 20 }],
  ['two', { q: `${common} ${mid}`, limit: 50 }], ['phrase', { q: `"${common} ${vocab['fr']![2]!}"`, limit: 50 }], ['prefix', { q: 'ba*', limit: 50 }],
  ['not', { q: `-${common}`, limit: 50 }], ['provider', { filters: { provider: ['faro'] }, limit: 50 }], ['body:', { q: `body:${common}`, limit: 50 }], ['mixed', {q: `${mid} (provider:faro OR urgency:1)`, limit: 50}],
];
for (const [name, r] of asks) { const ms: number[] = []; let res; for (let k = 0; k < 9; k++) { const t = performance.now(); res = await engine.search(aRequest(r), everything); ms.push(performance.now() - t); } ms.sort((a, b) => a - b); console.log(name.padEnd(22), 'total', res!.total, res!.totalRelation, 'median', ms[4]!.toFixed(1), 'max', ms[8]!.toFixed(1)); }
if (process.argv[3]) { const { pageStatement, countStatement } = await import('./src/postgres/select-documents.js'); for (const i of process.argv[3].split(',').map(Number)) for (const st of [pageStatement(aRequest(asks[i]![1]), everything, undefined), countStatement(aRequest(asks[i]![1]), everything, undefined)]) { const rows = await (await import('./src/postgres/run-statement.js')).runStatement(ds, {sql: 'explain (analyze, buffers) ' + st.sql, values: st.values}); console.log(asks[i]![0]); console.log(rows.map((x: Record<string,string>) => x['QUERY PLAN']!.slice(0, 200)).join('\n')); } }
await ds.destroy(); await server.stop();
