// `npm run bench`: figures of this machine, all of one run. `--short` is what CI runs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus, totalmem } from 'node:os';
import { benchEndToEnd } from './end-to-end.js';
import { benchParse } from './parse.js';
import { benchStages } from './stages.js';

const short = process.argv.includes('--short');

console.log(
  `wiredesk bench, ${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores (${cpus()[0]?.model.trim()}), ` +
    `${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}${short ? ', short form' : ''}`,
);
await benchParse(short ? 1 : 4);
await benchStages(short ? 500 : 3_000);
await benchEndToEnd(short ? 1_000 : 6_000, { perSecond: 50, seconds: short ? 5 : 30 });
if (!process.argv.includes('--without-stack')) await benchStack();

/** The harness of the services is TypeScript that is not built, so that this part runs from source. */
async function benchStack(): Promise<void> {
  const source = ['--conditions=source', '--import', './tools/typescript.mjs', 'bench/stack/main.ts'];
  const child = spawn(process.execPath, [...source, ...process.argv.slice(2)], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the benchmark of the stack ended with ${code}`);
}
