import { describe, expect, it } from '@jest/globals';
import { badgesOf, languageName, providerHue, withheldReason } from './badges.js';
import { rowOf } from './testing.js';

const texts = (members: Parameters<typeof rowOf>[1]) =>
  badgesOf(rowOf(1, members)).map((badge) => badge.text);

describe('the marks of a story', () => {
  it('say nothing about plain new copy', () => {
    expect(texts({})).toEqual([]);
  });

  it('say only that a killed story is killed', () => {
    expect(texts({ status: 'canceled', corrected: true, originalKilled: true })).toEqual(['Killed']);
  });

  it('name an embargo, a killed original and a correction, the gravest first', () => {
    expect(texts({ status: 'embargoed', originalKilled: true, corrected: true, signal: 'update' })).toEqual([
      'Embargo',
      'Original killed',
      'Corrected',
    ]);
    expect(texts({ status: 'withheld', signal: 'update' })).toEqual(['Withheld', 'Update']);
  });
});

describe('words for codes', () => {
  it('explain why copy is held, a reason this page does not know included', () => {
    expect(withheldReason('held_after_kill')).toContain('after a kill');
    expect(withheldReason('some_new_reason')).toBe('Held back (some new reason).');
  });

  it('name languages and leave what is none as it is', () => {
    expect([languageName('fr'), languageName('not a tag')]).toEqual(['French', 'not a tag']);
  });

  it('give a provider the same colour every time', () => {
    expect(providerHue('nordwire')).toBe(providerHue('nordwire'));
    expect(providerHue('ünïcode 🗞')).toBeLessThan(8);
  });
});
