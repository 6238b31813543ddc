import { describe, expect, it } from '@jest/globals';
import { backoff } from './backoff.js';

describe('waiting for the live line', () => {
  it('doubles up to half a minute and never all at the same moment', () => {
    expect([1, 2, 3, 6, 50].map((attempt) => backoff(attempt, () => 1))).toEqual([
      1000, 2000, 4000, 30_000, 30_000,
    ]);
    expect(backoff(1, () => 0)).toBe(500);
  });
});
