import { readFileSync } from 'node:fs';
import { isRefusal, type Dispatch, type ReadResult } from '#contracts';
import { parseTransmission } from '../../parse.js';

const receivedAt = new Date('2024-05-14T16:00:00Z');

/** For specs: reads a text as one transmission. */
export async function parse(text: string, profile?: string): Promise<ReadResult[]> {
  const bytes = new TextEncoder().encode(text);
  const { results } = await parseTransmission({ bytes, receivedAt, profile });
  return results;
}

/** For specs: reads one of the library's fixtures. */
export function parseFixture(path: string): Promise<ReadResult[]> {
  return parse(readFileSync(new URL(`../../../fixtures/${path}`, import.meta.url), 'utf8'));
}

/** For specs: the dispatch at a place; refusals there fail the test with their detail. */
export function dispatchOf(results: readonly ReadResult[], index = 0): Dispatch {
  const result = results[index];
  if (result === undefined || isRefusal(result)) throw new Error(`no dispatch: ${JSON.stringify(result)}`);
  return result;
}

/** For specs: `dispatch` or the code of the refusal, for each result. */
export function outcomes(results: readonly ReadResult[]): string[] {
  return results.map((result) => (isRefusal(result) ? result.rejected.code : 'dispatch'));
}
