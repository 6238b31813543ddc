import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { markedWords, markWords, parseHighlight } from './highlight.js';

const escape = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

describe('a highlight', () => {
  it('is read into marked and plain runs', () => {
    expect(parseHighlight('Une <mark>aide</mark> à l&#39;<mark>Ukraine</mark> &amp; plus')).toEqual([
      { text: 'Une ', marked: false },
      { text: 'aide', marked: true },
      { text: " à l'", marked: false },
      { text: 'Ukraine', marked: true },
      { text: ' & plus', marked: false },
    ]);
  });

  it('keeps any other markup as text', () => {
    expect(parseHighlight('<img src=x onerror=1><b>a</b>&lt;script&gt;')).toEqual([
      { text: '<img src=x onerror=1><b>a</b><script>', marked: false },
    ]);
  });

  it('leaves entities that mean nothing as they are', () => {
    expect(parseHighlight('&nope; &#xD800; &#0;')).toEqual([{ text: '&nope; &#xD800; &#0;', marked: false }]);
  });

  it('gives back every text that was escaped, marks or not', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ text: fc.string({ minLength: 1 }), marked: fc.boolean() })),
        (runs) => {
          const sent = runs
            .map(({ text, marked }) => (marked ? `<mark>${escape(text)}</mark>` : escape(text)))
            .join('');
          const read = parseHighlight(sent);
          expect(read.map((run) => run.text).join('')).toBe(runs.map((run) => run.text).join(''));
        },
      ),
    );
  });
});

describe('the words of the search in the full text', () => {
  it('are marked wherever they stand as whole words, in any case', () => {
    const words = markedWords(['<mark>Aide</mark> du <mark>secrétaire</mark>']);
    expect(markWords('Une aide, le Secrétaire et les aides', words).filter((run) => run.marked)).toEqual([
      { text: 'aide', marked: true },
      { text: 'Secrétaire', marked: true },
    ]);
  });

  it('never lose or change a letter of the text', () => {
    const words = fc.uniqueArray(fc.constantFrom('a', 'b', 'é', '1')).map((list) => new Set(list));
    fc.assert(
      fc.property(fc.string(), words, (text, set) => {
        expect(
          markWords(text, set)
            .map((run) => run.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
