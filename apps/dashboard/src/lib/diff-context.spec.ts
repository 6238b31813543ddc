import { describe, expect, it } from '@jest/globals';
import { shortened } from './diff-context.js';

const long = 'word '.repeat(100);

describe('a comparison of two versions', () => {
  it('keeps every changed word and cuts long unchanged stretches at words', () => {
    const [before, gone, middle, come, after] = shortened([
      { kind: 'same', text: long },
      { kind: 'removed', text: long },
      { kind: 'same', text: long },
      { kind: 'added', text: 'x' },
      { kind: 'same', text: long },
    ]);
    expect(gone?.text).toBe(long);
    expect(come?.text).toBe('x');
    expect(before?.text).toMatch(/^ … word( word)* $/);
    expect(middle?.text).toMatch(/^word( word)* … word( word)* ?$/);
    expect(after?.text).toMatch(/^word( word)* … $/);
    expect(middle?.text.length).toBeLessThan(200);
  });

  it('leaves short stretches alone', () => {
    const runs = [{ kind: 'same' as const, text: 'a few words ' }];
    expect(shortened(runs)).toEqual(runs);
  });
});
