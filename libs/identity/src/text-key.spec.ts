import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foldQuickly } from './quick-fold.js';
import { foldAnyText, foldText, textKey, textKeys } from './text-key.js';

describe('text key', () => {
  it.each([
    ['quotes', '“Nous restons”, dit-il. « Oui », l’élue', '"Nous restons", dit-il. "Oui", l\'élue'],
    ['dashes', 'the port – closed since May – reopens', 'the port -- closed since May - reopens'],
    ['blanks and hard wraps', 'vingt\u00a0pays\u202f: une aide', 'vingt pays: une\n   aide'],
    ['case', 'STRASSE GESPERRT', 'Straße gesperrt'],
    ['composed and decomposed letters', 'é à ü', 'e\u0301 a\u0300 u\u0308'],
    ['ligatures and dots', 'oﬃce ﬁnds…', 'office finds...'],
    ['soft hyphens', 'Donau\u00addampf\u00adschiff', 'Donaudampfschiff'],
    ['letter-spaced words', 'N i e u w bericht', 'Nieuw bericht'],
  ])('does not count %s', (_what, one, other) => {
    expect(textKey(one)).toBe(textKey(other));
  });

  it.each([
    ['a figure', 'rose 4 percent', 'rose 5 percent'],
    ['where figures part', 'Group A 1 12', 'Group A 11 2'],
    ['a letter', 'the man died', 'the men died'],
    ['a vowel sign', 'कि', 'की'],
  ])('counts %s', (_what, one, other) => {
    expect(textKey(one)).not.toBe(textKey(other));
  });

  it('is undefined for nothing but typography', () => {
    expect(textKey(' – “…” ')).toBeUndefined();
    expect(textKey('', '***')).toBeUndefined();
  });

  it('keeps headline and body apart', () => {
    expect(textKey('b c', 'a')).not.toBe(textKey('c', 'a b'));
  });

  it('knows a long text without its headline, and a short one only with headline and day', () => {
    const long = 'word '.repeat(40);
    const keyOf = (plain: string, headline: string, day: string) => textKeys({ plain, headline, day }).group;
    expect(keyOf(long, 'One', '2024-05-14')).toBe(keyOf(long, 'Two', '2024-05-15'));
    expect(keyOf('Shares closed flat.', 'One', '2024-05-14')).not.toBe(
      keyOf('Shares closed flat.', 'One', '2024-05-15'),
    );
    expect(keyOf('Shares closed flat.', 'One', '2024-05-14')).not.toBe(
      keyOf('Shares closed flat.', 'Two', '2024-05-14'),
    );
  });

  it('folds any text, and folding again changes nothing that counts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(textKey(foldText(text))).toBe(textKey(text));
      }),
    );
  });

  it('is the same whichever way the text is folded', () => {
    const unit = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom(...Array.from('aZ 19.,éßŒİĳ²½…’“–\u00ad\u0001\u200b\u0301Жйσς')),
      },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 0x20c0 }).map((code) => String.fromCharCode(code)) },
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 12 }), (units) => {
        const text = units.join('');
        expect(foldQuickly(text) ?? foldAnyText(text)).toBe(foldAnyText(text));
      }),
      { numRuns: 2_000 },
    );
    expect(foldQuickly('STRASSE „Straße“ 1 000, ŒUVRE 20\u202f% Й')).toBe('strassestrasse1\u0001000œuvre20й');
    expect(foldQuickly('Ελλάς')).toBeUndefined();
  });
});
