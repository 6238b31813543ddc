import { describe, expect, it } from '@jest/globals';
import type { TestEngine } from './engine-under-test.js';
import type { SearchReader } from '../search-types.js';
import { aStory, everything, operator } from '../story.fixture.js';
import { ask, headlines, put } from './ask.js';

const onlyNordwire: SearchReader = { providers: ['nordwire'], seesHeld: false };

export function rightsContract(test: TestEngine): void {
  describe('keeps copy from whoever may not see it', () => {
    it('of providers that the reader has no rights to: not in hits, counts, facets, copies, ids', async () => {
      const theirs = aStory({ headline: 'Theirs', provider: 'sudpresse', text: 'same', minute: 1 });
      const ours = aStory({
        headline: 'Ours',
        provider: 'nordwire',
        text: 'same',
        minute: 2,
        copies: [{ provider: 'sudpresse', storyId: theirs.storyId, share: 1 }],
      });
      await put(test(), theirs, ours);
      const result = await ask(test(), { facets: ['provider'], view: 'groups' }, onlyNordwire);
      expect(result.hits.map((hit) => [hit.provider, hit.alsoFrom])).toEqual([['nordwire', []]]);
      expect(result.total).toBe(1);
      expect(result.facets.provider).toEqual([{ value: 'nordwire', count: 1 }]);
      expect(await headlines(test(), { q: 'theirs' }, onlyNordwire)).toEqual([]);
      expect(await headlines(test(), { q: 'provider:sudpresse' }, onlyNordwire)).toEqual([]);
      expect(await headlines(test(), { filters: { provider: ['sudpresse'] } }, onlyNordwire)).toEqual([]);
      expect(await test().engine.get(theirs.storyId, onlyNordwire)).toBeUndefined();
      expect((await test().engine.get(ours.storyId, onlyNordwire))?.copies).toEqual([]);
      expect(await test().engine.related(ours.storyId, onlyNordwire, 10)).toEqual([]);
      expect(await test().engine.related(theirs.storyId, onlyNordwire, 10)).toEqual([]);
    });

    it('to a reader without any rights: everything', async () => {
      await put(test(), aStory());
      const result = await ask(test(), { facets: ['provider'] }, { providers: [], seesHeld: false });
      expect(result).toMatchObject({ total: 0, hits: [], facets: { provider: [] } });
    });

    it.each(['embargoed', 'withheld'] as const)('while it is %s, by every door', async (status) => {
      const held = aStory({ headline: 'Secret merger', status, text: 'same', minute: 1 });
      const open = aStory({
        headline: 'Secret merger denied',
        provider: 'sudpresse',
        text: 'same',
        minute: 2,
      });
      await put(test(), held, open);
      const doors = [
        { q: 'secret' },
        { q: `status:${status}` },
        { q: `status:${status} OR secret` },
        { q: '-status:usable' },
        { filters: { status: [status] } },
        { includeHeld: true },
        { view: 'stories' as const },
      ];
      for (const door of doors) {
        const result = await ask(test(), { ...door, facets: ['status', 'provider'] }, everything);
        const seen = result.hits.map((hit) => hit.storyId);
        expect([door, seen.includes(held.storyId)]).toEqual([door, false]);
        expect([door, result.total]).toEqual([door, seen.length]);
        expect(result.facets.status?.some(({ value }) => value === status)).toBe(false);
        expect(result.hits.flatMap((hit) => hit.alsoFrom)).toEqual([]);
      }
      expect(await test().engine.get(held.storyId, everything)).toBeUndefined();
      expect(await test().engine.related(held.storyId, everything, 10)).toEqual([]);
      expect(await test().engine.related(open.storyId, everything, 10)).toEqual([]);
      expect((await test().engine.get(held.storyId, operator))?.storyId).toBe(held.storyId);
      await put(test(), { ...held, status: 'usable', revision: 2 });
      expect(await headlines(test(), { q: 'secret' })).toEqual(['Secret merger']);
    });

    it('once it is killed: gone from the wire, an empty mark when asked for', async () => {
      const story = aStory({
        headline: 'Mayor resigns',
        body: 'The libellous claim.',
        item: { slugline: 'CLAIM', descriptions: [{ value: 'A claim.' }] },
      });
      await put(test(), story);
      await put(test(), {
        ...story,
        revision: 2,
        status: 'canceled',
        statusReason: 'killed',
        signal: 'kill',
      });
      expect(await headlines(test(), { q: 'mayor' })).toEqual([]);
      expect(await headlines(test(), { q: 'claim status:canceled' })).toEqual([]);
      const { hits } = await ask(test(), { q: 'mayor status:killed', highlight: true });
      expect(hits.map((hit) => [hit.status, hit.item.headlines?.[0]?.value])).toEqual([
        ['canceled', 'Mayor resigns'],
      ]);
      expect(JSON.stringify(hits)).not.toMatch(/claim/i);
      expect(await headlines(test(), { filters: { status: ['canceled'] } })).toEqual(['Mayor resigns']);
      const opened = await test().engine.get(story.storyId, everything);
      expect(opened?.status).toBe('canceled');
      expect(JSON.stringify(opened)).not.toMatch(/claim/i);
    });
  });
}
