import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutGraphemes, cutWords } from './cut.js';
import { foldLine } from './fold.js';
import { countWords, htmlEscape, paragraphs, textToHtml } from './paragraphs.js';
import { endsSentence, firstSentence, withoutFullStop } from './sentences.js';
import { textKey } from './text-key.js';

describe('plain text', () => {
  it('is cut into paragraphs at blank lines, wrapped lines joined, typography kept', () => {
    expect(paragraphs('« Un\u00a0»  mot\r\net suite\r\n \r\n\r\nDeux')).toEqual([
      '« Un\u00a0» mot et suite',
      'Deux',
    ]);
  });

  it('becomes HTML that says the same', () => {
    expect(textToHtml(['a < b & c', 'd'])).toBe('<p>a &lt; b &amp; c</p>\n<p>d</p>');
    expect(htmlEscape('"')).toBe('"');
  });

  it.each([
    ['', 0],
    ['Der Hafen von Lorsund – am 3. Mai', 7],
    ['l’avocat de l’État', 3],
    ['港で火災 fire', 5],
  ])('%j has %d words', (text, count) => {
    expect(countWords(text)).toBe(count);
  });
});

describe('the key of a text', () => {
  it('is the same in typographic and plain dress', () => {
    expect(textKey('« L’État\u00a0» – 20\u202f%')).toBe(textKey('"L\'État" - 20 %'));
    expect(textKey('ﬁnance Bun\u00addes\u00adtag mar\u200bket')).toBe('finance bundestag market');
    expect(textKey('Zu\u0308rich')).toBe(textKey('Zürich'));
  });

  it('tells figures apart', () => {
    expect(textKey('Vier Tote')).not.toBe(textKey('Fünf Tote'));
    expect(textKey('um 4,2 Prozent')).not.toBe(textKey('um 4,3 Prozent'));
  });
});

describe('folding a line', () => {
  it('keeps the length, so that positions hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(foldLine(text)).toHaveLength(text.length);
      }),
    );
    expect(foldLine('À LIRE\u00a0: l’Été – İ')).toBe("a lire : l'ete - i");
  });
});

describe('cutting', () => {
  it('never splits an emoji or an accent', () => {
    expect(cutGraphemes(`${'a'.repeat(239)}😀b`, 240)).toBe(`${'a'.repeat(239)}😀`);
    expect(cutGraphemes('e\u0301e\u0301', 1)).toBe('e\u0301');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), fc.nat(20), (text, max) => {
        expect(cutGraphemes(text, max).isWellFormed()).toBe(true);
      }),
    );
  });

  it('ends at a word and says that it cut', () => {
    expect(cutWords('Der Hafen von Lorsund bleibt gesperrt', 20)).toBe('Der Hafen von…');
    expect(cutWords('Kurz', 20)).toBe('Kurz');
  });
});

describe('sentences', () => {
  it.each([
    ['Mr. Smith left. He was late.', 'Mr. Smith left.'],
    ['Am 3. Mai regnete es. Dann nicht.', 'Am 3. Mai regnete es.'],
    ['« Non ! » a-t-il dit. Puis rien.', '« Non ! » a-t-il dit.'],
    ['Only one', 'Only one'],
  ])('the first of %j is %j', (text, first) => {
    expect(firstSentence(text)).toBe(first);
  });

  it.each([
    ['Ende.', true],
    ['dijo: «no».', true],
    ['he said “never.”', true],
    ['Ein Titel ohne Punkt', false],
    ['Une liste :', true],
  ])('%j closes: %s', (line, closes) => {
    expect(endsSentence(line)).toBe(closes);
  });

  it('lose the full stop as a title, initials and dots of a cut do not', () => {
    expect(withoutFullStop('La grève continue.')).toBe('La grève continue');
    expect(withoutFullStop('Storm hits the U.S.')).toBe('Storm hits the U.S.');
    expect(withoutFullStop('Et puis...')).toBe('Et puis...');
  });
});
