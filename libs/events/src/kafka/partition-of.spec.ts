import { describe, expect, it } from '@jest/globals';
import { partitionOf } from './partition-of.js';

/** The Java client's murmur2 of each key, with the sign bit cut off. */
const byJava: [string, number][] = [
  ['', 275646681],
  ['a', 584102524],
  ['ab', 316155434],
  ['abc', 479470107],
  ['abcd', 823834100],
  ['abcde', 461995741],
  ['afp:20260101T1234', 324004433],
  ['0190a3f2-7c1e-7b3a-9f00-5a2e6c1d4b8f', 2002947232],
  ['urn:newsml:dpa.com:20090101:260101-99-123456', 1097197147],
  ['Zürich', 596342833],
  ['Élysée – Nº 5', 462081797],
  ['Москва', 1609829771],
  ['東京', 779097643],
  ['📰🗞️', 1090010273],
  ['a\0b', 2127646281],
  ['ANSA/ÀÈÌ', 260704293],
];

describe('the partition of a key', () => {
  it.each(byJava)('is where the Java client puts %j', (key, hash) => {
    expect(partitionOf(key, 0x7fffffff)).toBe(hash);
    expect(partitionOf(key, 6)).toBe(hash % 6);
  });
});
