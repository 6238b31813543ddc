import { readFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { printLine } from '../output.js';

interface ParseOptions {
  feed?: string;
  received: Date;
}

/** `parse FILE…`: what the normaliser would make of files, one NDJSON line per item or refusal. */
export function parseCommand(): Command {
  return new Command('parse')
    .description('read dispatch files and print their items, one JSON line each')
    .argument('<files...>', 'files as an agency sends them')
    .option(
      '--feed <profile>',
      'read with this profile; without it the provider is recognised from the content',
    )
    .option('--received <instant>', 'when the files came in (ISO 8601 with zone)', readInstant, new Date())
    .action(async (files: string[], options: ParseOptions) => {
      for (const file of files) await parseFile(file, options);
    });
}

async function parseFile(file: string, options: ParseOptions): Promise<void> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    await printLine({ file, rejected: { code: 'file_unreadable', detail: (error as Error).message } });
    process.exitCode = 1;
    return;
  }
  // loaded when needed, so that commands that only speak HTTP start at once
  const { parseTransmission } = await import('#wire');
  const { results } = await parseTransmission({
    bytes,
    filename: file,
    receivedAt: options.received,
    profile: options.feed,
  });
  for (const result of results) await printLine({ file, ...result });
}

function readInstant(text: string): Date {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.test(text)) {
    throw new InvalidArgumentError('give it like 2026-05-24T06:00:00Z');
  }
  return new Date(text);
}
