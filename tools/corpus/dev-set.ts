import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isRefusal, type ReadResult } from '#contracts';
import { parseTransmission } from '#wire';
import { check, type Check } from './check.js';
import { ninjsValidator } from './ninjs-schema.js';

/** Share of the expectations, in percent, that each format read so far must meet. */
const floors: Readonly<Record<string, number>> = {
  'ninjs-1': 99,
  'ninjs-2': 99,
  'ninjs-3': 99,
  'newsml-g2': 99,
  'ap-media': 99,
  'dpa-digitalwires': 99,
  jsonfeed: 99,
  wxr: 99,
  'newsml-1': 99,
  nitf: 99,
  'ritzau-xml': 99,
  rss: 98,
  atom: 98,
  rdf: 98,
  text: 90,
};

/** Copy without a date of its own is read as of this day, so that every run says the same. */
const receivedAt = new Date('2025-03-01T12:00:00Z');

interface Line {
  readonly file: string;
  readonly result: ReadResult;
}

/** Reads every file of the development set, has the corpus's own scorer judge it, and prints the scorer's table. */
export async function checkDevSet(folder: string): Promise<Check[]> {
  const root = join(folder, 'dev');
  const scorer = join(folder, 'score.mjs');
  const files = execFileSync(process.execPath, [scorer, '--root', root, '--list'], { encoding: 'utf8' })
    .split('\n')
    .filter((file) => file !== '');
  const lines: Line[] = [];
  for (const file of files) {
    const { results } = await parseTransmission({
      bytes: readFileSync(file),
      filename: basename(file),
      receivedAt,
    });
    lines.push(...results.map((result) => ({ file, result })));
  }
  return [...scored(root, scorer, lines), ...validated(root, lines), ...answered(files, lines)];
}

function scored(root: string, scorer: string, lines: readonly Line[]): Check[] {
  const scratch = mkdtempSync(join(tmpdir(), 'wiredesk-corpus-'));
  try {
    const out = join(scratch, 'out.ndjson');
    writeFileSync(out, lines.map(({ file, result }) => `${JSON.stringify({ file, ...result })}\n`).join(''));
    const expected = join(root, 'expected.tsv');
    const run = spawnSync(process.execPath, [scorer, '--root', root, '--expected', expected, '--out', out], {
      encoding: 'utf8',
    });
    console.log(run.stdout);
    if (run.status !== 0 && run.status !== 1) return [check('dev: scorer', false, run.stderr)];
    return Object.entries(floors).map(([format, floor]) => {
      const share = shareOf(format, run.stdout);
      return check(
        `dev: ${format} meets ${floor} % of its expectations`,
        share !== undefined && share >= floor,
        share,
      );
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The last column of a format's row in the scorer's table. */
function shareOf(format: string, table: string): number | undefined {
  const row = table.split('\n').find((line) => line.split(/\s+/)[0] === format);
  const share = /([\d.]+) %\s*$/.exec(row ?? '')?.[1];
  return share === undefined ? undefined : Number(share);
}

function validated(root: string, lines: readonly Line[]): Check[] {
  const faultOf = ninjsValidator(join(root, 'schemas', 'ninjs-schema_3.1.json'));
  const checks = lines.flatMap(({ file, result }) => {
    if (isRefusal(result)) return [];
    return [{ name: `dev: ${file} is valid ninjs 3.1`, fault: faultOf(result.item) }];
  });
  console.log(`items checked against the ninjs 3.1 schema: ${checks.length}`);
  return checks;
}

/** No file goes without an answer, and none of the answers is a fault of ours. */
function answered(files: readonly string[], lines: readonly Line[]): Check[] {
  const known = new Set(lines.map(({ file }) => file));
  const faults = lines.filter(({ result }) => isRefusal(result) && result.rejected.code === 'internal_error');
  return [
    check(
      'dev: every file is answered',
      files.every((file) => known.has(file)),
      files.filter((file) => !known.has(file)),
    ),
    check('dev: no reader fails', faults.length === 0, faults.slice(0, 3)),
  ];
}
