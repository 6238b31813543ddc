import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aDispatch, type DispatchOptions } from '#testing';
import { factsOf } from './facts.js';
import { compareRank, outranks, rankOf, type Rank } from './rank.js';

const filing = (options: DispatchOptions) => factsOf(aDispatch(options));
const order = (one: DispatchOptions, other: DispatchOptions): number =>
  Math.sign(compareRank(rankOf(filing(one)), rankOf(filing(other))));

describe('rank of versions', () => {
  it.each<[string, DispatchOptions, DispatchOptions]>([
    ['version 10 comes after 9', { version: '10' }, { version: '9' }],
    [
      'versions longer than a double are whole',
      { version: '20240514093000123457' },
      { version: '20240514093000123456' },
    ],
    ['a number comes after none', { version: '1' }, { versionCreated: '2030-01-01T00:00:00Z' }],
    [
      'an equal number with a newer date is newer',
      { version: '3', versionCreated: '2024-05-14T10:00:00+02:00' },
      { version: '3', versionCreated: '2024-05-14T07:59:59Z' },
    ],
    ['a date comes after none', { versionCreated: '1999-01-01T00:00:00Z' }, {}],
    ['a word is no number', { version: '1' }, { version: 'final' }],
  ])('%s', (_rule, higher, lower) => {
    expect(order(higher, lower)).toBe(1);
    expect(order(lower, higher)).toBe(-1);
  });

  it('does not look at when a version was received', () => {
    expect(order({ receivedAt: '2024-01-01T00:00:00Z' }, { receivedAt: '2025-01-01T00:00:00Z' })).toBe(0);
  });

  it('is a total order', () => {
    const rank: fc.Arbitrary<Rank> = fc.record({
      number: fc.option(fc.bigInt({ min: 0n, max: 3n })),
      at: fc.option(fc.constantFrom('2024-05-14T08:00:00.000Z', '2024-05-14T09:00:00.000Z')),
      content: fc.constantFrom('a', 'b'),
    });
    fc.assert(
      fc.property(rank, rank, rank, (a, b, c) => {
        expect(Math.sign(compareRank(a, b))).toBe(-Math.sign(compareRank(b, a)) + 0);
        if (compareRank(a, b) <= 0 && compareRank(b, c) <= 0)
          expect(compareRank(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('a version against a kill', () => {
  const kill = (options: DispatchOptions) => filing({ ...options, signal: 'kill', text: '' });

  it.each<[string, DispatchOptions, DispatchOptions, boolean]>([
    ['a higher number outranks it', { version: '5' }, { version: '4' }, true],
    ['an equal number does not', { version: '4' }, { version: '4' }, false],
    [
      'a kill without rank is outranked by nothing',
      { version: '99', versionCreated: '2030-01-01T00:00:00Z' },
      {},
      false,
    ],
    ['a version without rank outranks no kill', {}, { version: '1' }, false],
    [
      'what only one of them declares is not compared',
      { versionCreated: '2030-01-01T00:00:00Z' },
      { version: '1' },
      false,
    ],
    [
      'a newer date outranks where numbers are missing',
      { versionCreated: '2024-05-14T10:00:00Z' },
      { versionCreated: '2024-05-14T09:00:00Z' },
      true,
    ],
    [
      'numbers speak before dates',
      { version: '3', versionCreated: '2024-05-14T10:00:00Z' },
      { version: '4', versionCreated: '2024-05-14T09:00:00Z' },
      false,
    ],
  ])('%s', (_rule, version, control, expected) => {
    expect(outranks(filing(version), kill(control))).toBe(expected);
  });

  it('does not compare the numbers of two chains', () => {
    expect(outranks(filing({ story: 'a', version: '9' }), kill({ story: 'b', version: '1' }))).toBe(false);
  });
});
