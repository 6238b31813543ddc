import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { Command } from 'commander';
import { WiredeskError } from '#contracts';
import type { DedupeInput } from '#identity';
import { printLine } from '../output.js';

/** `dedupe --in FILE`: the deduplicator's decisions over a file of items, offline, with the service's own code. */
export function dedupeCommand(): Command {
  return new Command('dedupe')
    .description('decide for each item of a file whether it is new, a version, or a duplicate')
    .requiredOption('--in <file>', 'NDJSON of {"provider","receivedAt","item"}, plain or .gz')
    .action(async (options: { in: string }) => {
      const { createDedupeSession } = await import('#identity');
      const session = createDedupeSession();
      let line = 0;
      for await (const text of linesOf(options.in)) {
        line += 1;
        if (text.trim() !== '') await printLine(session.decide(readInput(text, line)));
      }
    });
}

function linesOf(path: string): AsyncIterable<string> {
  const file = createReadStream(path);
  return createInterface({
    input: path.endsWith('.gz') ? file.pipe(createGunzip()) : file,
    crlfDelay: Infinity,
  });
}

function readInput(text: string, line: number): DedupeInput {
  try {
    return JSON.parse(text) as DedupeInput;
  } catch (cause) {
    throw new WiredeskError('line_invalid', `line ${line} is not JSON`, { cause });
  }
}
