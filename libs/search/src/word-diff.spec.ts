import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wordDiff, type DiffPart } from './word-diff.js';

const without = (parts: readonly DiffPart[], kind: DiffPart['kind']): string =>
  parts
    .filter((part) => part.kind !== kind)
    .map((part) => part.text)
    .join('');

describe('the difference of two versions', () => {
  it('names the words that went and the words that came', () => {
    expect(wordDiff('Deux blessés à Orléans.', 'Trois blessés à Orléans, dont un grave.')).toEqual([
      { kind: 'removed', text: 'Deux' },
      { kind: 'added', text: 'Trois' },
      { kind: 'same', text: ' blessés à Orléans' },
      { kind: 'added', text: ', dont un grave' },
      { kind: 'same', text: '.' },
    ]);
  });

  it('is one same part for equal texts and nothing for two empty ones', () => {
    expect(wordDiff('a b', 'a b')).toEqual([{ kind: 'same', text: 'a b' }]);
    expect(wordDiff('', '')).toEqual([]);
  });

  it('always holds both texts whole', () => {
    const text = fc.array(fc.constantFrom('ja', 'nein', ' ', ',', 'é', '\n', '😀'), { maxLength: 60 });
    fc.assert(
      fc.property(text, text, (left, right) => {
        const [older, newer] = [left.join(''), right.join('')];
        const parts = wordDiff(older, newer);
        expect(without(parts, 'added')).toBe(older);
        expect(without(parts, 'removed')).toBe(newer);
      }),
    );
  });

  it('finds a shortest edit', () => {
    const word = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 14 });
    fc.assert(
      fc.property(word, word, (left, right) => {
        const parts = wordDiff(left.join('.'), right.join('.'));
        const same = parts
          .filter((part) => part.kind === 'same')
          .reduce((sum, part) => sum + (part.text.match(/./g)?.length ?? 0), 0);
        expect(same).toBe(longestCommon(left.join('.'), right.join('.')));
      }),
    );
  });

  it('answers in bounded time for two long texts that share nothing', () => {
    const older = Array.from({ length: 20_000 }, (_, at) => `alt${at}`).join(' ');
    const newer = Array.from({ length: 20_000 }, (_, at) => `neu${at}`).join(' ');
    const began = performance.now();
    const parts = wordDiff(older, newer);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(without(parts, 'added')).toBe(older);
  });
});

/** Length of the longest common subsequence of units; the texts hold single letters and dots only. */
function longestCommon(a: string, b: string): number {
  const units = (text: string): string[] => text.match(/[a-z]+|\./g) ?? [];
  const [left, right] = [units(a), units(b)];
  let row = Array.from({ length: right.length + 1 }, () => 0);
  for (const unit of left) {
    const next = [0];
    right.forEach((other, at) => {
      next.push(unit === other ? row[at]! + 1 : Math.max(next[at]!, row[at + 1]!));
    });
    row = next;
  }
  return row.at(-1)!;
}
