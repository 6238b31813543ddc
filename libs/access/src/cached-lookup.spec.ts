import { describe, expect, it } from '@jest/globals';
import { CachedLookup } from './cached-lookup.js';

describe('a cached lookup', () => {
  it('asks once for many, also for what is not there, until its time is over', async () => {
    let now = 0;
    let asked = 0;
    const lookup = new CachedLookup<string>(
      () => {
        asked += 1;
        return Promise.resolve(null);
      },
      1_000,
      () => now,
    );
    await Promise.all([lookup.get('a'), lookup.get('a')]);
    await lookup.get('a');
    expect(asked).toBe(1);
    now = 1_001;
    await lookup.get('a');
    expect(asked).toBe(2);
  });

  it('does not remember an answer that was under way when all was to be forgotten', async () => {
    const answers: ((value: string) => void)[] = [];
    const lookup = new CachedLookup<string>(() => new Promise((resolve) => answers.push(resolve)), 60_000);
    const before = lookup.get('key');
    lookup.clear();
    const after = lookup.get('key');
    answers[0]?.('old rights');
    answers[1]?.('new rights');
    expect(await before).toBe('old rights');
    expect(await after).toBe('new rights');
    expect(await lookup.get('key')).toBe('new rights');
    expect(answers).toHaveLength(2);
  });

  it('does not remember a failure', async () => {
    let fail = true;
    const lookup = new CachedLookup<string>(
      () => (fail ? Promise.reject(new Error('away')) : Promise.resolve('x')),
      60_000,
    );
    await expect(lookup.get('key')).rejects.toThrow('away');
    fail = false;
    expect(await lookup.get('key')).toBe('x');
  });
});
