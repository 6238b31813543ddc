// `npm run stack -- up|down|status|reset`: a real Kafka, Elasticsearch and PostgreSQL on this machine, without Docker.
// Data on stdout, all else on stderr.
import { WiredeskError } from '#contracts';
import { readCommandLine } from './command-line.js';
import { Stack } from './stack.js';

async function main(): Promise<void> {
  const { verb, ports, elasticsearchHeap } = readCommandLine(process.argv.slice(2), process.env);
  const stack = await Stack.at({ ports, ...(elasticsearchHeap === undefined ? {} : { elasticsearchHeap }) });
  switch (verb) {
    case 'up':
      await stack.start();
      for (const [name, value] of Object.entries(stack.environment())) console.log(`${name}=${value}`);
      return;
    case 'down':
      return stack.stop();
    case 'reset':
      return stack.reset();
    case 'status':
      return printStatus(stack);
  }
}

async function printStatus(stack: Stack): Promise<void> {
  const row = (...cells: string[]) =>
    console.log(cells.map((cell, i) => cell.padEnd([14, 8, 6][i] ?? 0)).join('  '));
  row('engine', 'process', 'port', 'state');
  for (const engine of stack.engines) {
    const pid = await engine.pid();
    const state = pid === undefined ? 'down' : (await engine.healthy()) ? 'healthy' : 'does not answer';
    row(engine.name, String(pid ?? '-'), String(engine.port), state);
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof WiredeskError)) throw error;
  process.stderr.write(`${error.message} (${error.code})\n`);
  process.exitCode = 1;
}
