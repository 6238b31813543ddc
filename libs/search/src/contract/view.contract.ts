import { describe, expect, it } from '@jest/globals';
import { groupIdOf } from '#contracts';
import type { TestEngine } from './engine-under-test.js';
import { aStory, everything, operator } from '../story.fixture.js';
import { ask, headlines, headlinesOf, put } from './ask.js';

export function viewContract(test: TestEngine): void {
  describe('shows and counts', () => {
    it('one hit per text, its earliest copy, and who else has it', async () => {
      const original = aStory({ headline: 'Original', provider: 'nordwire', text: 'same', minute: 1 });
      const copy = aStory({ headline: 'Copy', provider: 'sudpresse', text: 'same', minute: 2 });
      const measured = {
        ...original,
        copies: [{ provider: 'sudpresse', storyId: copy.storyId, share: 0.93 }],
      };
      await put(test(), copy, measured, aStory({ headline: 'Other', minute: 3 }));
      const { hits, total } = await ask(test(), { view: 'groups' });
      expect(hits.map((hit) => hit.item.headlines?.[0]?.value)).toEqual(['Other', 'Original']);
      expect(total).toBe(2);
      expect(hits[1]?.alsoFrom).toEqual([{ provider: 'sudpresse', storyId: copy.storyId, share: 0.93 }]);
      expect(await headlines(test(), { view: 'stories' })).toEqual(['Other', 'Copy', 'Original']);
    });

    it('the copy that passes the filters when the original does not', async () => {
      await put(
        test(),
        aStory({ headline: 'Original', provider: 'nordwire', text: 'same', minute: 1 }),
        aStory({ headline: 'Copy', provider: 'sudpresse', text: 'same', minute: 2 }),
      );
      expect(await headlines(test(), { filters: { provider: ['sudpresse'] } })).toEqual(['Copy']);
    });

    it('never copy of a killed original in place of its text, and marks it in the view of stories', async () => {
      await put(
        test(),
        aStory({ headline: 'Copy', provider: 'sudpresse', text: 'same', originalKilled: true }),
      );
      expect(await headlines(test(), { view: 'groups' })).toEqual([]);
      const { hits } = await ask(test(), { view: 'stories' });
      expect(hits.map((hit) => hit.originalKilled)).toEqual([true]);
    });

    it('filters by several values of a kind, by language with its regions, and by time', async () => {
      await put(
        test(),
        aStory({ headline: 'A', provider: 'nordwire', language: 'fr-CA', signal: 'update', minute: 1 }),
        aStory({ headline: 'B', provider: 'sudpresse', language: 'fr', minute: 2, item: { urgency: 1 } }),
        aStory({
          headline: 'C',
          provider: 'ostkurier',
          language: 'de',
          minute: 3,
          editorial: { category: ['sport', 'politik'] },
          item: { subjects: [{ name: 'Handball' }] },
        }),
      );
      const by = (filters: Parameters<typeof headlines>[1]) => headlines(test(), filters);
      expect(await by({ filters: { provider: ['nordwire', 'ostkurier'] } })).toEqual(['C', 'A']);
      expect(await by({ filters: { language: ['fr'] } })).toEqual(['B', 'A']);
      expect(await by({ filters: { language: ['FR-ca'] } })).toEqual(['A']);
      expect(await by({ filters: { signal: ['update'] } })).toEqual(['A']);
      expect(await by({ filters: { urgency: [1, 2] } })).toEqual(['B']);
      expect(await by({ filters: { category: ['sport'] } })).toEqual(['C']);
      expect(await by({ filters: { subject: ['Handball'] } })).toEqual(['C']);
      expect(
        await by({ filters: { from: '2026-11-03T06:02:00.000Z', to: '2026-11-03T06:03:00.000Z' } }),
      ).toEqual(['B']);
    });

    it('facets of what the view shows', async () => {
      await put(
        test(),
        aStory({ provider: 'nordwire', text: 'same', minute: 1, editorial: { category: ['a', 'b'] } }),
        aStory({ provider: 'sudpresse', text: 'same', minute: 2, editorial: { category: ['a'] } }),
        aStory({ provider: 'nordwire', language: 'fr-CA', minute: 3, editorial: { category: ['a'] } }),
      );
      const { facets, total } = await ask(test(), {
        facets: ['provider', 'language', 'status', 'signal', 'category', 'subject', 'urgency', 'day'],
      });
      expect(total).toBe(2);
      expect(facets).toEqual({
        provider: [{ value: 'nordwire', count: 2 }],
        language: [
          { value: 'en', count: 1 },
          { value: 'fr', count: 1 },
        ],
        status: [{ value: 'usable', count: 2 }],
        signal: [{ value: 'new', count: 2 }],
        category: [
          { value: 'a', count: 2 },
          { value: 'b', count: 1 },
        ],
        subject: [],
        urgency: [],
        day: [{ value: '2026-11-03', count: 2 }],
      });
    });

    it('copy dated in the future no higher than the time it came in', async () => {
      await put(
        test(),
        aStory({ headline: 'Clock ahead', minute: 1, versionCreated: '2031-01-01T00:00:00.000Z' }),
        aStory({ headline: 'Later', minute: 2 }),
      );
      expect(await headlines(test(), { sort: 'new' })).toEqual(['Later', 'Clock ahead']);
      expect(await headlines(test(), { sort: 'old' })).toEqual(['Clock ahead', 'Later']);
    });

    it('what a story has to do with others', async () => {
      const story = aStory({
        headline: 'Ferry runs aground off Bergholm harbour',
        text: 'same',
        minute: 10,
        item: { associations: [{ name: 'picture', uri: 'urn:example:linked' }] },
      });
      await put(
        test(),
        story,
        aStory({ headline: 'Ferry aground', provider: 'sudpresse', text: 'same', minute: 11 }),
        aStory({ headline: 'Tides this week', item: { uri: 'urn:example:linked' }, minute: 12 }),
        aStory({ headline: 'Ferry aground near Bergholm: passengers safe', minute: 13 }),
        aStory({ headline: 'Handball cup draw', minute: 14 }),
      );
      const related = await test().engine.related(story.storyId, everything, 10);
      expect(related.map(({ relation, story: { item } }) => [relation, item.headlines?.[0]?.value])).toEqual([
        ['same_text', 'Ferry aground'],
        ['linked', 'Tides this week'],
        ['similar_title', 'Ferry aground near Bergholm: passengers safe'],
      ]);
    });

    it('the same text when its members change group', async () => {
      const copy = aStory({ headline: 'Copy', text: 'one', minute: 2 });
      await put(test(), aStory({ headline: 'Original', text: 'two', minute: 1 }), copy);
      expect(await headlines(test())).toEqual(['Copy', 'Original']);
      await put(test(), { ...copy, revision: 2, groupId: groupIdOf('two') });
      expect(await headlines(test())).toEqual(['Original']);
    });

    it('refuses a view that it does not have', async () => {
      const missing = (['filings', 'clusters'] as const).filter(
        (view) => !test().engine.capabilities().views.includes(view),
      );
      for (const view of missing) {
        await expect(ask(test(), { view })).rejects.toMatchObject({ code: 'unsupported_by_engine' });
      }
    });

    it('held copy to operators who ask for it', async () => {
      await put(
        test(),
        aStory({ headline: 'Open', minute: 1 }),
        aStory({ headline: 'Embargoed', status: 'embargoed', minute: 2 }),
        aStory({ headline: 'Withheld', status: 'withheld', minute: 3 }),
      );
      const result = await ask(test(), { includeHeld: true, facets: ['status'] }, operator);
      expect(headlinesOf(result)).toEqual(['Withheld', 'Embargoed', 'Open']);
      expect(result.facets.status).toHaveLength(3);
      expect(await headlines(test(), {}, operator)).toEqual(['Open']);
    });
  });
}
