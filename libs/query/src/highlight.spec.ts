import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { highlight, type HighlightOptions } from './highlight.js';
import { parseQuery } from './parser.js';

const marked = (text: string, query: string, language = 'fr', options: HighlightOptions = {}): string[] =>
  highlight(text, parseQuery(query).ast, language, options);

const unescape = (html: string): string =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
const plain = (html: string): string => unescape(html.replace(/<\/?mark>/g, ''));

describe('a headline', () => {
  it.each([
    ['L’avocat de l’État', 'avocat etat', 'L’<mark>avocat</mark> de l’<mark>État</mark>'],
    [
      "L'avocat de l'État",
      '"avocat de etat"',
      'L&#39;<mark>avocat</mark> <mark>de</mark> l&#39;<mark>État</mark>',
    ],
    [
      'Les élections à <b>Orléans</b> & ailleurs',
      'election orleans',
      'Les <mark>élections</mark> à &lt;b&gt;<mark>Orléans</mark>&lt;/b&gt; &amp; ailleurs',
    ],
    [
      'Zu\u0308rich Bun\u00ADdes\u00ADtag',
      'zurich bundestag',
      '<mark>Zu\u0308rich</mark> <mark>Bun\u00ADdes\u00ADtag</mark>',
    ],
    ['Le gouvernement', 'gouv*', 'Le <mark>gouvernement</mark>'],
    ['aide -sport', 'aide -sport', '<mark>aide</mark> -sport'],
    ['aide ukraine', 'headline:aide body:ukraine', '<mark>aide</mark> ukraine'],
  ])('%s asked for %s', (text, query, html) => {
    expect(marked(text, query, 'fr', { field: 'headline' })).toEqual([html]);
  });

  it('without a hit gives nothing', () => {
    expect(marked('Le gouvernement', 'sport')).toEqual([]);
    expect(marked('Le gouvernement', '')).toEqual([]);
  });

  it('marks all words that the query asks of any field when no field is named', () => {
    expect(marked('aide ukraine', 'headline:aide subject:ukraine')).toEqual([
      '<mark>aide</mark> <mark>ukraine</mark>',
    ]);
  });
});

describe('fragments of a body', () => {
  const body = `${'Un début sans rien. '.repeat(20)}Le port ferme. ${'Du vide au milieu. '.repeat(20)}La grève du port continue. ${'La fin. '.repeat(30)}`;

  it('begin and end at words, and hold the best hits', () => {
    const [fragment, ...others] = marked(body, 'port grève', 'fr', { maxFragments: 1, fragmentLength: 80 });
    expect(others).toEqual([]);
    expect(fragment).toContain('<mark>grève</mark> du <mark>port</mark>');
    expect(plain(fragment ?? '').length).toBeLessThanOrEqual(80);
    expect(` ${body} `).toMatch(new RegExp(`\\s${plain(fragment ?? '')}\\s`));
  });

  it('come in the order of the text', () => {
    const fragments = marked(body, 'port grève', 'fr', { maxFragments: 3, fragmentLength: 60 });
    expect(fragments).toHaveLength(2);
    expect(fragments[0]).toContain('<mark>port</mark> ferme');
  });

  it('a word longer than a fragment is cut, its mark is not', () => {
    const [fragment] = marked('x'.repeat(5000), 'xx*', 'fr', { maxFragments: 1, fragmentLength: 50 });
    expect(fragment).toBe(`<mark>${'x'.repeat(50)}</mark>`);
  });
});

describe('any text', () => {
  const unit = fc.oneof(
    fc.constantFrom(
      'port ',
      'ports ',
      "l'",
      '’',
      'État ',
      '<mark>',
      '</mark>',
      '&',
      '"',
      '👩‍👩‍👧 ',
      '🇫🇷',
      'กำ',
      'e\u0301',
      '\r\n',
      '東京',
      ' ',
      '. ',
      'greve\u200D',
    ),
    fc.string({ unit: 'grapheme', maxLength: 3 }),
  );
  const text = fc.array(unit, { maxLength: 60 }).map((units) => units.join(''));
  const query = fc.constantFrom(
    'port',
    'por* OR etat',
    '"port etat" greve',
    '東京 OR กำ',
    'po* 京 mark amp e',
  );

  it('gives escaped text, balanced marks and whole graphemes', () => {
    const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
    fc.assert(
      fc.property(text, query, fc.integer({ min: 0, max: 3 }), (source, asked, maxFragments) => {
        for (const html of marked(source, asked, 'fr', { maxFragments, fragmentLength: 20 })) {
          expect(source).toContain(plain(html));
          expect(html).toMatch(/^(?:[^<>"']|<mark>[^<>"']+<\/mark>)*$/);
          expect(html).toContain('<mark>');
          const borders = new Set(
            Array.from(segmenter.segment(source), ({ index }) => index).concat(source.length),
          );
          const offset = source.indexOf(plain(html));
          if (source.lastIndexOf(plain(html)) !== offset) continue;
          let at = offset;
          for (const part of html.split(/<\/?mark>/)) {
            expect(borders.has(at)).toBe(true);
            at += unescape(part).length;
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('of a megabyte takes well under a second', () => {
    const started = performance.now();
    marked('L’avocat du port. '.repeat(60_000), 'avocat por* "du port"', 'fr', { maxFragments: 3 });
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
