import { describe, expect, it } from '@jest/globals';
import { newId } from '#contracts';
import type { TestEngine } from './engine-under-test.js';
import { aStory, everything, operator } from '../story.fixture.js';
import { ask, headlines, put } from './ask.js';

export function writeContract(test: TestEngine): void {
  describe('indexes', () => {
    it('documents that are found at once, or after the refresh that it declares', async () => {
      await test().engine.index([aStory({ headline: 'Fresh' })]);
      if (test().engine.capabilities().freshness === 'refresh') await test().settle();
      expect(await headlines(test(), { q: 'fresh' })).toEqual(['Fresh']);
    });

    it('the newest revision whatever comes in what order', async () => {
      const story = aStory({ headline: 'Third', revision: 3 });
      const older = { ...story, revision: 2, item: { ...story.item, headlines: [{ value: 'Second' }] } };
      expect(await test().engine.index([story])).toEqual([{ storyId: story.storyId, outcome: 'indexed' }]);
      expect(await test().engine.index([older, story])).toEqual([
        { storyId: story.storyId, outcome: 'older' },
        { storyId: story.storyId, outcome: 'older' },
      ]);
      await test().settle();
      expect(await headlines(test())).toEqual(['Third']);
      expect(await headlines(test(), { q: 'second' })).toEqual([]);
    });

    it('one of several revisions in a batch: the highest', async () => {
      const story = aStory({ headline: 'First' });
      const second = { ...story, revision: 2, item: { ...story.item, headlines: [{ value: 'Second' }] } };
      const outcomes = await test().engine.index([second, story]);
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(['indexed', 'older']);
      await test().settle();
      expect(await headlines(test())).toEqual(['Second']);
    });

    it('copy that was killed stays killed when an older revision is replayed', async () => {
      const story = aStory({ headline: 'Alive' });
      await put(test(), { ...story, revision: 2, status: 'canceled', statusReason: 'killed' });
      await put(test(), story);
      expect(await headlines(test())).toEqual([]);
      expect((await test().engine.get(story.storyId, everything))?.status).toBe('canceled');
    });

    it('nothing of a removed story, and no older revision brings it back', async () => {
      const story = aStory({ headline: 'Expired', revision: 4 });
      const other = aStory({ headline: 'Tombstone' });
      await put(test(), story, other);
      await test().engine.remove([
        { storyId: story.storyId, revision: 5 },
        { storyId: other.storyId },
        { storyId: newId() },
      ]);
      await put(test(), story, other, { ...story, revision: 5 });
      expect(await ask(test(), { view: 'stories', facets: ['status'] })).toMatchObject({
        total: 0,
        hits: [],
      });
      expect(await test().engine.get(story.storyId, operator)).toBeUndefined();
      await put(test(), { ...story, revision: 6 });
      expect(await headlines(test())).toEqual(['Expired']);
    });

    it('a removal never takes out a newer revision', async () => {
      const story = aStory({ headline: 'Came again', revision: 7 });
      await put(test(), story);
      await test().engine.remove([{ storyId: story.storyId, revision: 6 }]);
      await test().settle();
      expect(await headlines(test())).toEqual(['Came again']);
    });

    it('codes of any length, and documents of any length', async () => {
      const long = 'é'.repeat(16_384);
      const outcomes = await test().engine.index([
        aStory({
          headline: 'Long code',
          minute: 1,
          version: long,
          item: { slugline: long, subjects: [{ name: long }, { literal: 'short' }], uri: `urn:x:${long}` },
          editorial: { category: [long, 'sport'], keywords: [long] },
        }),
        aStory({ headline: 'Long text', minute: 2, body: `begin ${'word '.repeat(60_000)}` }),
        aStory({
          headline: 'Many words',
          minute: 3,
          body: Array.from({ length: 80_000 }, (_, at) => `w${at}`).join(' '),
        }),
      ]);
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(['indexed', 'indexed', 'indexed']);
      await test().settle();
      expect(await headlines(test())).toEqual(['Many words', 'Long text', 'Long code']);
      expect(await headlines(test(), { q: 'category:sport' })).toEqual(['Long code']);
      expect(await headlines(test(), { q: '"begin word"' })).toEqual(['Long text']);
      expect(await headlines(test(), { q: 'w17' })).toEqual(['Many words']);
    });

    it('quotes, backslashes, braces and emoji as they are', async () => {
      const name = `O'Brien \\ "x", {y} 😀`;
      await put(
        test(),
        aStory({ headline: name, editorial: { category: [name] }, item: { subjects: [{ name }] } }),
      );
      const { hits, facets } = await ask(test(), { q: 'obrien', facets: ['category', 'subject'] });
      expect(hits).toHaveLength(0);
      expect(facets).toEqual({ category: [], subject: [] });
      const found = await ask(test(), { q: "o'brien", facets: ['category', 'subject'] });
      expect(found.facets).toEqual({
        category: [{ value: name, count: 1 }],
        subject: [{ value: name, count: 1 }],
      });
      expect(found.hits[0]?.item.headlines?.[0]?.value).toBe(name);
    });

    it('nothing for an empty batch, and says how it is', async () => {
      expect(await test().engine.index([])).toEqual([]);
      await test().engine.remove([]);
      expect(await test().engine.health()).toMatchObject({ ok: true, detail: null });
    });
  });
}
