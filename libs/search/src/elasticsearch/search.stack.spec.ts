import { afterAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { groupIdOf, type StorySnapshot } from '#contracts';
import { and, compileMatcher, not, or, parseQuery, queryLimits, toMatchable } from '#query';
import type { SearchReader, SearchRequest } from '../search-types.js';
import { aRequest, aStory, everything } from '../story.fixture.js';
import { emptyIndices, testElasticsearch } from './elasticsearch.fixture.js';

const test = testElasticsearch();

afterAll(() => test.drop());

/** What happens to a story with one revision: a new state of it, or its removal. */
type Happening = { readonly story: StorySnapshot; readonly isRemoval: boolean };

const state = fc.record({
  text: fc.constantFrom('one', 'two', 'three'),
  status: fc.constantFrom(
    'usable' as const,
    'usable' as const,
    'usable' as const,
    'canceled' as const,
    'embargoed' as const,
  ),
  originalKilled: fc.constantFrom(false, false, false, true),
  minute: fc.integer({ min: 0, max: 9 }),
  headline: fc.constantFrom('port', 'port strike', 'storm'),
  category: fc.constantFrom('sport', 'politics'),
  isRemoval: fc.constantFrom(false, false, false, false, true),
});

/** Some stories of two providers, each with a few revisions in which they change text, are killed, are removed. */
const histories: fc.Arbitrary<Happening[]> = fc
  .array(
    fc.tuple(fc.constantFrom('nordwire', 'sudpresse'), fc.array(state, { minLength: 1, maxLength: 3 })),
    {
      minLength: 2,
      maxLength: 7,
    },
  )
  .map((stories) =>
    stories.flatMap(([provider, states]) => {
      const { storyId } = aStory({ provider });
      return states.map(({ text, minute, category, isRemoval, ...parts }, at) => ({
        isRemoval,
        story: aStory({
          ...parts,
          storyId,
          provider,
          minute,
          groupId: groupIdOf(text),
          revision: at + 1,
          editorial: { category: [category] },
        }),
      }));
    }),
  );

/** Any order, with repeats, in batches of any size. */
const delivered = histories.chain((happenings) =>
  fc.record({
    happenings: fc.constant(happenings),
    order: fc
      .tuple(
        fc.shuffledSubarray(happenings, { minLength: happenings.length }),
        fc.shuffledSubarray(happenings),
      )
      .map(([all, again]) => [...all, ...again]),
    batch: fc.integer({ min: 1, max: 8 }),
  }),
);

const questions: readonly (Partial<SearchRequest> & { q?: string; reader?: SearchReader })[] = [
  {},
  { q: 'strike' },
  { q: '-storm', sort: 'old' },
  { filters: { provider: ['sudpresse'] } },
  { reader: { providers: ['nordwire'], seesHeld: false } },
  { filters: { category: ['sport'] }, reader: { providers: ['sudpresse'], seesHeld: false } },
  { q: 'port', includeHeld: true, reader: { providers: '*', seesHeld: true } },
];

async function deliver(happenings: readonly Happening[], size: number): Promise<void> {
  for (let from = 0; from < happenings.length; from += size) {
    const batch = happenings.slice(from, from + size);
    await test.engine.index(batch.filter(({ isRemoval }) => !isRemoval).map(({ story }) => story));
    await test.engine.remove(
      batch
        .filter(({ isRemoval }) => isRemoval)
        .map(({ story: { storyId, revision } }) => ({ storyId, revision })),
    );
  }
  await test.engine.refresh();
}

/** The answer by the rules alone: of each text the earliest copy that the reader may see and that answers. */
function expected(
  happenings: readonly Happening[],
  {
    q = '',
    filters = {},
    sort = 'new',
    includeHeld = false,
    reader = everything,
  }: (typeof questions)[number],
): { shown: StorySnapshot[]; categories: Record<string, number> } {
  const last = new Map<string, Happening>();
  for (const happening of happenings) last.set(happening.story.storyId, happening);
  const matches = compileMatcher(parseQuery(q).ast);
  const answers = [...last.values()]
    .filter(({ isRemoval }) => !isRemoval)
    .map(({ story }) => story)
    .filter(
      (story) =>
        (story.status === 'usable' || (story.status === 'embargoed' && includeHeld)) &&
        !(story.status === 'usable' && story.originalKilled) &&
        (reader.providers === '*' || reader.providers.includes(story.provider)) &&
        (filters.provider?.includes(story.provider) ?? true) &&
        (filters.category?.some((value) => story.editorial.category.includes(value)) ?? true) &&
        matches(toMatchable(story)),
    )
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const shown = new Map<string, StorySnapshot>();
  for (const story of answers) if (!shown.has(story.groupId)) shown.set(story.groupId, story);
  const categories: Record<string, number> = {};
  for (const { editorial } of shown.values()) {
    for (const value of editorial.category) categories[value] = (categories[value] ?? 0) + 1;
  }
  return { shown: sort === 'old' ? [...shown.values()] : [...shown.values()].reverse(), categories };
}

function keyOf({ versionCreated, storyId }: StorySnapshot): string {
  return `${versionCreated} ${storyId}`;
}

it('shows of each text the earliest copy that answers, in whatever order its changes, kills and removals came', async () => {
  await emptyIndices(test);
  await fc.assert(
    fc.asyncProperty(delivered, async ({ happenings, order, batch }) => {
      await deliver(order, batch);
      for (const question of questions) {
        const { q, reader = everything, ...request } = question;
        const answer = await test.engine.search(
          aRequest({ ...request, ...(q === undefined ? {} : { q }), facets: ['category'] }),
          reader,
        );
        const { shown, categories } = expected(happenings, question);
        expect({
          question,
          hits: answer.hits.map((hit) => hit.storyId),
          total: answer.total,
          categories: Object.fromEntries(
            (answer.facets.category ?? []).map(({ value, count }) => [value, count]),
          ),
        }).toEqual({
          question,
          hits: shown.map((story) => story.storyId),
          total: shown.length,
          categories,
        });
      }
      await emptyIndices(test);
    }),
    { numRuns: 12 },
  );
});

it('reads past any number of copies to fill a page, and counts each text once', async () => {
  await emptyIndices(test);
  const original = aStory({ headline: 'Original', text: 'same', minute: 0 });
  const copies = Array.from({ length: 120 }, (_, at) =>
    aStory({ headline: 'Copy', text: 'same', minute: at + 2, provider: at % 2 ? 'nordwire' : 'sudpresse' }),
  );
  await test.engine.index([original, ...copies, aStory({ headline: 'Other', minute: 1 })]);
  await test.engine.refresh();
  const { hits, total, facets } = await test.engine.search(
    aRequest({ limit: 2, facets: ['provider'] }),
    everything,
  );
  expect(hits.map((hit) => hit.item.headlines?.[0]?.value)).toEqual(['Other', 'Original']);
  expect(hits[1]?.alsoFrom).toHaveLength(120);
  expect(total).toBe(2);
  expect(facets.provider).toEqual([{ value: 'nordwire', count: 2 }]);
});

it('answers the widest and the deepest queries that the language allows', async () => {
  await emptyIndices(test);
  await test.engine.index([aStory({ headline: 'Port strike', body: 'a word of it' })]);
  await test.engine.refresh();
  const words = Array.from({ length: queryLimits.clauses - 1 }, (_, at) => `w${at}`);
  const wide = `port ${words.map((word) => `-${word}`).join(' ')}`;
  const either = ['port', ...words.slice(0, 80).map((word) => `"${word} x" OR ${word}*`)].join(' OR ');
  let deep = parseQuery('port').ast;
  for (let depth = 0; depth < queryLimits.depth; depth += 1) {
    const other = parseQuery(`other${depth}`).ast;
    deep = depth % 2 === 0 ? or([deep, other]) : and([deep, not(other)]);
  }
  for (const query of [parseQuery(wide).ast, parseQuery(either).ast, deep]) {
    for (const sort of ['new', 'relevance'] as const) {
      const { total } = await test.engine.search(aRequest({ query, sort, facets: ['day'] }), everything);
      expect(total).toBe(1);
    }
  }
});
