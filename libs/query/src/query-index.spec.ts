import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { toMatchable } from './document.js';
import { compileMatcher } from './matcher.js';
import { parseQuery } from './parser.js';
import { printQuery } from './print.js';
import { queryTree, someWords } from './query.arbitrary.js';
import { QueryIndex } from './query-index.js';
import { requiredTerms } from './required-terms.js';
import { aStory } from './story.fixture.js';

const ast = (query: string): ReturnType<typeof parseQuery>['ast'] => parseQuery(query).ast;

describe('the terms that a document must hold', () => {
  it.each([
    ['strike port', ['strike']],
    ['"a port strike"', ['strike']],
    ['ports OR gouv*', ['ports', 'gouv']],
    ['strike (a OR b)', ['strike']],
    ['provider:nordwire strike', ['strike']],
    ['provider:nordwire date:2026', ['nordwire']],
    ['strike -port', ['strike']],
    ['-strike', null],
    ['strike OR -port', null],
    ['date:2026', null],
    ['', null],
  ])('of  %s  are %j', (query, expected) => {
    const terms = requiredTerms(ast(query))?.map((term) => (term.kind === 'code' ? term.value : term.folded));
    expect(terms ?? null).toEqual(expected);
  });
});

describe('the query index', () => {
  it('gives the queries that a document answers', () => {
    const index = new QueryIndex();
    index.add('words', ast('strikes port'));
    index.add('prefix', ast('harb*'));
    index.add('subject', ast('subject:labour'));
    index.add('other', ast('election'));
    index.add('not', ast('-election'));
    const story = toMatchable(aStory({ headline: 'Port strike', item: { subjects: [{ name: 'Labour' }] } }));
    expect(index.match(story).sort()).toEqual(['not', 'subject', 'words']);
    expect([index.size, index.unindexed]).toEqual([5, 1]);
  });

  it('forgets a removed query and takes a new one under the same id', () => {
    const index = new QueryIndex();
    const story = toMatchable(aStory({ headline: 'Port strike' }));
    index.add('a', ast('po* OR por* OR po*'));
    index.add('a', ast('strike OR strikes'));
    expect(index.match(story)).toEqual(['a']);
    expect(index.remove('a')).toBe(true);
    expect(index.remove('a')).toBe(false);
    expect(index.match(story)).toEqual([]);
  });

  it('gives what running every query gives, whatever was added and removed', () => {
    const text = fc
      .array(fc.constantFrom(...someWords, 'today'), { maxLength: 8 })
      .map((words) => words.join(' '));
    const story = fc
      .record({ headline: text, body: text, language: fc.constantFrom('en', 'fr', 'de', 'fr-CA', 'xx') })
      .map((parts) =>
        toMatchable(aStory({ ...parts, item: { urgency: 3, subjects: [{ name: parts.body }] } })),
      );
    fc.assert(
      fc.property(
        fc.array(queryTree, { maxLength: 20 }),
        fc.array(story, { minLength: 1, maxLength: 4 }),
        fc.nat(),
        (queries, stories, seed) => {
          const index = new QueryIndex();
          queries.forEach((query, id) => index.add(String(id), query));
          stories.forEach((document, round) => {
            index.remove(String((seed + round) % 20));
            const removed = new Set(stories.slice(0, round + 1).map((_, earlier) => (seed + earlier) % 20));
            const expected = queries.flatMap((query, id) =>
              !removed.has(id) && compileMatcher(query)(document) ? [String(id)] : [],
            );
            expect(index.match(document).sort()).toEqual(expected.sort());
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('a printed and read query answers the same documents', () => {
    const document = toMatchable(
      aStory({ headline: 'Grève des ports à Zürich', language: 'fr', body: 'us État OR' }),
    );
    fc.assert(
      fc.property(queryTree, (query) => {
        expect(compileMatcher(ast(printQuery(query)))(document)).toBe(compileMatcher(query)(document));
      }),
    );
  });

  it('tries few of many queries on a document', () => {
    const index = new QueryIndex();
    for (let id = 0; id < 20_000; id += 1)
      index.add(String(id), ast(`topic${id} strike OR "harbour ${id} pilots"`));
    const body = 'port strike pilots '.repeat(200);
    const started = performance.now();
    for (let round = 0; round < 50; round += 1) {
      expect(index.match(toMatchable(aStory({ body: `${body} topic${round}` })))).toEqual([String(round)]);
    }
    expect((performance.now() - started) / 50).toBeLessThan(100);
  });
});
