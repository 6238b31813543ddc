import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileMatcher, parseQuery, printQuery, toMatchable } from '#query';
import type { TestEngine } from './engine-under-test.js';
import { aRequest, aStory, everything } from '../story.fixture.js';
import { put } from './ask.js';

const words = [
  'port',
  'ports',
  'grève',
  'greve',
  'Häfen',
  'hafen',
  'strike',
  'striking',
  "l'eau",
  'États-Unis',
  'us',
];
const leaf = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...words) },
  fc.tuple(fc.constantFrom(...words), fc.constantFrom(...words)).map(([one, other]) => `"${one} ${other}"`),
  fc.constantFrom('po*', 'str*', 'fr*'),
  fc
    .tuple(fc.constantFrom('headline', 'body', 'slug', 'keyword', 'category'), fc.constantFrom(...words))
    .map(([field, word]) => `${field}:${word}`),
  fc.constantFrom(
    'provider:nordwire',
    'language:fr',
    'language:de',
    'urgency:>3',
    'version:1..3',
    'signal:update',
  ),
  fc.constantFrom('date:<2026-11-03T06:30', 'received:>=2026-11-03T06:20', 'wordcount:<4'),
);
const { query } = fc.letrec<{ query: string; inner: string }>((tie) => ({
  inner: fc.oneof({ maxDepth: 3, withCrossShrink: true }, leaf, tie('query')),
  query: fc.oneof(
    fc.array(tie('inner'), { minLength: 1, maxLength: 3 }).map((parts) => `(${parts.join(' ')})`),
    fc.array(tie('inner'), { minLength: 2, maxLength: 3 }).map((parts) => `(${parts.join(' OR ')})`),
    tie('inner').map((part) => `-${part}`),
  ),
}));
const text = fc.array(fc.constantFrom(...words), { maxLength: 5 }).map((chosen) => chosen.join(' '));
const stories = fc.array(
  fc
    .record({
      headline: text,
      body: text,
      slugline: text,
      keyword: text,
      category: fc.constantFrom('port', 'strike'),
      language: fc.constantFrom('en', 'fr', 'fr-CA', 'de', 'ja'),
      provider: fc.constantFrom('nordwire', 'sudpresse'),
      signal: fc.constantFrom('new' as const, 'update' as const),
      version: fc.constantFrom('1', '5', 'x', null),
      urgency: fc.constantFrom(1, 5, undefined),
      minute: fc.integer({ min: 0, max: 60 }),
    })
    .map(({ slugline, keyword, category, urgency, ...parts }) =>
      aStory({
        ...parts,
        item: { slugline, ...(urgency === undefined ? {} : { urgency }) },
        editorial: { keywords: [keyword], category: [category] },
      }),
    ),
  { minLength: 15, maxLength: 25 },
);

export function matcherContract(test: TestEngine): void {
  it('finds exactly what the matcher of streams, alerts and routes matches', async () => {
    await fc.assert(
      fc.asyncProperty(stories, fc.array(query, { minLength: 10, maxLength: 15 }), async (copy, queries) => {
        await put(test(), ...copy);
        for (const q of queries) {
          const { ast } = parseQuery(q);
          const request = aRequest({ query: ast, view: 'stories', limit: 100 });
          const { hits } = await test().engine.search(request, everything);
          const matches = compileMatcher(ast);
          const expected = copy.filter((story) => matches(toMatchable(story))).map((story) => story.storyId);
          expect({ q: printQuery(ast), found: hits.map((hit) => hit.storyId).sort() }).toEqual({
            q: printQuery(ast),
            found: expected.sort(),
          });
        }
        await test().engine.remove(copy.map(({ storyId }) => ({ storyId })));
        await test().settle();
      }),
      { numRuns: 8 },
    );
  });
}
