import { isRefusal } from '#contracts';
import { parseTransmission } from '#wire';
import { copyOf } from './copy.js';
import { formats } from './formats.js';
import { printTable, round } from './table.js';

/** Items that the readers make in a second of one core, text work and language detection included. */
export async function benchParse(seconds: number): Promise<void> {
  const now = new Date();
  const rows: (string | number)[][] = [];
  for (const format of formats) {
    const documents = Array.from({ length: 50 }, (_, d) =>
      Buffer.from(
        format.write(Array.from({ length: format.items }, (_unused, i) => copyOf(d * format.items + i, now))),
      ),
    );
    const input = (bytes: Buffer) => ({ bytes, contentType: format.contentType, receivedAt: now });
    for (const bytes of documents) await parseTransmission(input(bytes));
    let items = 0;
    let size = 0;
    const cpu = process.cpuUsage();
    const started = performance.now();
    while (performance.now() - started < seconds * 1_000) {
      const bytes = documents[items % documents.length]!;
      const { results } = await parseTransmission(input(bytes));
      if (results.some(isRefusal)) throw new Error(`the benchmark's own ${format.name} was refused`);
      items += results.length;
      size += bytes.length;
    }
    const wall = (performance.now() - started) / 1_000;
    const { user, system } = process.cpuUsage(cpu);
    rows.push([
      format.name,
      round(size / items / 1_000),
      round(items / wall),
      round((user + system) / 1_000 / items),
    ]);
  }
  printTable('Parse: bytes to dispatches, one core', ['format', 'kB/item', 'items/s', 'CPU ms/item'], rows);
}
