import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TokenBucket } from './token-bucket.js';

describe('a token bucket', () => {
  it('never lets more through than its burst and its rate allow, however the takes are spread', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 400 }), { maxLength: 300 }), (pauses) => {
        const bucket = new TokenBucket(10, 20, 0);
        let now = 0;
        let taken = 0;
        for (const pause of pauses) {
          now += pause;
          if (bucket.take(now) === 0) taken += 1;
        }
        expect(taken).toBeLessThanOrEqual(20 + Math.floor((now / 1_000) * 10));
      }),
    );
  });

  it('says how long to wait, and keeps that promise', () => {
    const bucket = new TokenBucket(4, 1, 0);
    expect(bucket.take(0)).toBe(0);
    const wait = bucket.take(0);
    expect(wait).toBeCloseTo(0.25);
    expect(bucket.take(wait * 1_000)).toBe(0);
  });
});
