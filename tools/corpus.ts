// `npm run corpus`: reads a corpus of real dispatches, that the project does not hold, and checks what comes out.
// CORPUS_DIR names its folder, which has a README on what is in it; without one the suite is skipped with a word.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkDevSet } from './corpus/dev-set.js';
import { checkSeed } from './corpus/seed.js';
import type { Check } from './corpus/check.js';

async function main(folder: string): Promise<Check[]> {
  const checks: Check[] = [];
  if (existsSync(join(folder, 'seed'))) checks.push(...(await checkSeed(join(folder, 'seed'))));
  if (existsSync(join(folder, 'dev'))) checks.push(...(await checkDevSet(folder)));
  return checks;
}

const folder = process.env['CORPUS_DIR'];
if (folder === undefined || folder === '') {
  console.log('The corpus suite was skipped: CORPUS_DIR is not set.');
} else if (!existsSync(folder)) {
  console.log(`The corpus suite was skipped: there is no folder ${folder}.`);
} else {
  const checks = await main(folder);
  const failed = checks.filter(({ fault }) => fault !== undefined);
  for (const { name, fault } of failed) console.log(`FAILED ${name}: ${fault ?? ''}`);
  console.log(`${checks.length - failed.length} passed, ${failed.length} failed`);
  if (failed.length > 0) process.exitCode = 1;
}
