import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { foldText } from './fold.js';
import { stem } from './stem.js';
import { cutByPattern, piecesOf } from './pieces.js';
import { searchableText, tokenise } from './tokenise.js';

const words = (text: string): string[] => tokenise(text).map((token) => token.folded);

describe('folding', () => {
  it.each([
    ['Élections à Orléans', 'elections a orleans'],
    ['Zu\u0308rich', 'zurich'],
    ['ﬁnance', 'finance'],
    ['Bun\u00ADdes\u00ADtag', 'bundestag'],
    ['mar\u200Bket', 'market'],
    ['Straße Œuvre Æther Øresund Łódź', 'strasse oeuvre aether oresund lodz'],
    ['İstanbul ıspanak', 'istanbul ispanak'],
    ['Россия ещё Київ', 'россия еще київ'],
    ['ΟΔΟΣ οδός', 'οδοσ οδοσ'],
  ])('%s is compared as %s', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  it('changes nothing in text that is folded already', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text));
      }),
    );
  });

  it('gives composed and decomposed spellings the same form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(foldText(text.normalize('NFD'))).toBe(foldText(text.normalize('NFC')));
      }),
    );
  });
});

describe('words of a text', () => {
  it('leaves an elided article out, with either apostrophe', () => {
    expect(words("L’avocat de l'État, qu’il n’a pas vu jusqu’à Orléans")).toEqual(
      'avocat de etat il a pas vu a orleans'.split(' '),
    );
  });

  it('leaves the English genitive out and keeps names with an apostrophe', () => {
    expect(words("Ukraine’s army, O'Brien said: don't")).toEqual([
      'ukraine',
      'army',
      'o',
      'brien',
      'said',
      'don',
      't',
    ]);
  });

  it('joins dotted initials, so that U.S. and US are one', () => {
    expect(words('The U.S. and U.N.')).toEqual(['the', 'us', 'and', 'un']);
  });

  it('parts words at hyphens and decimal signs', () => {
    expect(words('États-Unis: 3,5 %')).toEqual(['etats', 'unis', '3', '5']);
  });

  it('cuts scripts without spaces into characters', () => {
    expect(words('東京で地震')).toEqual(['東', '京', 'で', '地', '震']);
  });

  it('are cut the same unit by unit as by the pattern that says what a word is', () => {
    const units =
      "a Z 9 . - ' ’ é ß İ ſ 漢 й 𝒜 \ud800 \udc00 \u0301 \u00ad \u200b \u2060 \ufeff \u0e33".split(' ');
    const unit = fc.constantFrom(' ', ...units);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit }), fc.string({ unit: 'binary' })), (text) => {
        expect(piecesOf(text)).toEqual(cutByPattern(text));
      }),
      { numRuns: 1_000 },
    );
  });

  it('knows where each word stands in the text as it was written', () => {
    const text = 'Hier, l’a\u00ADvo\u00ADcat Zu\u0308rich';
    expect(tokenise(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'Hier',
      'a\u00ADvo\u00ADcat',
      'Zu\u0308rich',
    ]);
  });

  it('stand in order, apart and inside any text, and survive being indexed', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.oneof(fc.constantFrom(...Array.from("l'’ .-s\u200Bé東")), fc.string({ unit: 'grapheme' })),
        }),
        (text) => {
          let end = 0;
          for (const token of tokenise(text)) {
            expect(token.start).toBeGreaterThanOrEqual(end);
            expect(token.end).toBeGreaterThan(token.start);
            expect(token.folded).not.toBe('');
            end = token.end;
          }
          expect(end).toBeLessThanOrEqual(text.length);
        },
      ),
    );
  });

  it('can be handed to a search engine as plain words', () => {
    expect(searchableText('L’accord « franco-allemand »')).toBe('accord franco allemand');
  });
});

describe('stems', () => {
  it.each([
    ['fr', 'elections', 'election'],
    ['fr', 'indiquer', 'indiqué'],
    ['en', 'universities', 'university'],
    ['en', 'agreed', 'agree'],
    ['en', 'strikes', 'strike'],
    ['de', 'Häfen', 'Hafen'],
    ['de', 'Muenchen', 'München'],
    ['de', 'Ministerin', 'Minister'],
    ['es', 'huelgas', 'huelga'],
    ['it', 'scioperi', 'sciopero'],
    ['pt', 'greves', 'greve'],
    ['nl', 'stakingen', 'staking'],
    ['sv', 'strejkerna', 'strejken'],
    ['ru', 'забастовки', 'забастовка'],
  ])('%s: %s and %s are forms of one word', (language, one, other) => {
    expect(stem(foldText(one), language)).toBe(stem(foldText(other), language));
  });

  it.each([
    ['generously', 'generous'],
    ['communism', 'communism'],
    ['dying', 'die'],
    ['inning', 'inning'],
    ['exceeded', 'exceed'],
    ['added', 'add'],
    ['hopping', 'hop'],
    ['hoping', 'hope'],
    ['skies', 'sky'],
    ['gas', 'gas'],
    ['kiwis', 'kiwi'],
    ['sensational', 'sensat'],
    ['rolling', 'roll'],
    ['controlling', 'control'],
    ['biologically', 'biolog'],
    ['youth', 'youth'],
    ['sayings', 'say'],
    ['fluently', 'fluentli'],
    ['hopefulness', 'hope'],
    ['adoption', 'adopt'],
  ])('English "%s" has the stem that PostgreSQL gives it: "%s"', (word, expected) => {
    expect(stem(word, 'en')).toBe(expected);
  });

  it.each([
    ['system', 'system'],
    ['wechseln', 'wechsel'],
    ['leiterinnen', 'leit'],
    ['neue', 'neu'],
    ['quelle', 'quell'],
  ])('German "%s" has the stem that PostgreSQL gives it: "%s"', (word, expected) => {
    expect(stem(word, 'de')).toBe(expected);
  });

  it('leaves words alone when the language is unknown or they hold digits', () => {
    expect(stem('elections', undefined)).toBe('elections');
    expect(stem('elections', 'constructor')).toBe('elections');
    expect(stem('b2bs', 'en')).toBe('b2bs');
    expect(stem('elections', 'fr-CA')).toBe(stem('elections', 'fr'));
    expect(stem('streiker', 'nb')).toBe(stem('streiker', 'no'));
  });

  it('are never empty and never throw', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.constantFrom('en', 'de', 'fr', 'fi', 'tr'),
        (text, language) => {
          for (const { folded } of tokenise(text)) expect(stem(folded, language)).not.toBe('');
        },
      ),
    );
  });
});
