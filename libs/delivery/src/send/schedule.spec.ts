import { describe, expect, it } from '@jest/globals';
import { defaultSchedule, nextWait, readRetryAfter } from './schedule.js';

const noJitter = () => 0;

describe('the retry schedule', () => {
  it('waits 5 s, 5 min, 30 min and so on up to a day, then gives up after ten attempts', () => {
    const waits = Array.from({ length: 11 }, (_, attempts) =>
      nextWait(attempts, undefined, defaultSchedule, noJitter),
    );
    expect(waits.slice(0, 4)).toEqual([0, 5_000, 300_000, 1_800_000]);
    expect(waits[9]).toBe(86_400_000);
    expect(waits[10]).toBeUndefined();
  });

  it('adds up to a fifth so that deliveries that failed together do not come back together', () => {
    expect(nextWait(1, undefined, defaultSchedule, () => 0.999)).toBe(5_999);
  });

  it('waits as long as the receiver asks, but a day at most', () => {
    expect(nextWait(1, 120_000, defaultSchedule, noJitter)).toBe(120_000);
    expect(nextWait(2, 1_000, defaultSchedule, noJitter)).toBe(300_000);
    expect(nextWait(1, 10 * 86_400_000, defaultSchedule, noJitter)).toBe(86_400_000);
  });

  it('reads Retry-After as seconds and as an HTTP date, and ignores what is neither', () => {
    const now = new Date('2026-11-03T10:00:00Z');
    expect(readRetryAfter('120', now)).toBe(120_000);
    expect(readRetryAfter('Tue, 03 Nov 2026 10:01:30 GMT', now)).toBe(90_000);
    expect(readRetryAfter('Tue, 03 Nov 2026 09:00:00 GMT', now)).toBe(0);
    for (const value of ['soon', '-5', '1.5', '2026-11-03 10:01:30', '', undefined]) {
      expect(readRetryAfter(value, now)).toBeUndefined();
    }
  });
});
