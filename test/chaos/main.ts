// `npm run test:chaos [-- --only NAME…] [--short] [--rate N]`: one fault after another happens to services under steady
// traffic; after each, what must hold is checked. The table goes to stdout, all else to stderr.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Stack } from '../../tools/stack/stack.js';
import { runFault, type Outcome } from './arena.js';
import { runFullDisk } from './full-disk.js';
import { faults, type Fault } from './faults.js';
import { hasPassed, tableHead, tableLine, type Row } from './report.js';

const fullDisk = { name: 'disk-full', what: 'the disk of a desk with its own PostgreSQL runs full' };

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    short: { type: 'boolean', default: false },
    rate: { type: 'string' },
    list: { type: 'boolean', default: false },
  },
});
/** In the short form services have less time to work off what lags behind. */
const perSecond = Number(values.rate ?? (values.short ? 60 : 200));

function say(text: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
}

function isChosen({ name, isShort = false }: Pick<Fault, 'name' | 'isShort'>): boolean {
  return values.only ? values.only.includes(name) : !values.short || isShort;
}

/** Tells a row at once: a full run takes an hour, and may be ended before. */
async function attempt(what: string, run: () => Promise<Outcome | string>): Promise<Row> {
  say(what);
  const row = await rowOf(what, run);
  console.log(tableLine(row));
  return row;
}

async function rowOf(what: string, run: () => Promise<Outcome | string>): Promise<Row> {
  try {
    const outcome = await run();
    if (typeof outcome === 'string') return { what, skipped: outcome };
    for (const { invariant, faults: found } of outcome.verdicts)
      for (const fault of found) say(`  ${invariant}: ${fault}`);
    for (const crash of outcome.crashes) say(`  ${crash}`);
    return { what, outcome };
  } catch (error) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { what, failure: String(error) };
  }
}

async function runAll(): Promise<Row[]> {
  const chosen = faults.filter(isChosen);
  const rows: Row[] = [];
  if (chosen.length > 0) {
    const data = await mkdtemp(join(tmpdir(), 'wiredesk-chaos-'));
    const stack = await Stack.at({ data, quick: true, ports: { kafka: 0, elasticsearch: 0, postgres: 0 } });
    // engines are processes of their own: an interrupted run takes them along
    for (const name of ['SIGINT', 'SIGTERM'] as const)
      process.once(name, () => void stack.kill().then(() => process.exit(1)));
    try {
      await stack.start();
      for (const { what, replicas = {}, inflict } of chosen) {
        rows.push(await attempt(what, () => runFault({ stack, perSecond, replicas, say }, inflict)));
        // what a fault that failed left down is needed by the next
        await stack.start();
      }
    } finally {
      await stack.stop();
      await rm(data, { recursive: true, force: true });
    }
  }
  if (isChosen(fullDisk)) rows.push(await attempt(fullDisk.what, () => runFullDisk(perSecond)));
  return rows;
}

if (values.list) {
  for (const { name, what } of [...faults, fullDisk]) console.log(`${name.padEnd(22)}${what}`);
} else {
  console.log(tableHead);
  const rows = await runAll();
  const ran = rows.filter(({ skipped }) => skipped === undefined);
  const passed = ran.filter(hasPassed).length;
  console.log(`\n${passed} passed, ${ran.length - passed} failed, ${rows.length - ran.length} skipped`);
  if (passed < ran.length || ran.length === 0) process.exitCode = 1;
}
