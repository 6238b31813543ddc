import { describe, expect, it } from '@jest/globals';
import type { TestEngine } from './engine-under-test.js';
import type { SearchRequest } from '../search-types.js';
import { aStory, everything } from '../story.fixture.js';
import { ask, headlinesOf, put } from './ask.js';

export function cursorContract(test: TestEngine): void {
  describe('reads on with a cursor', () => {
    it.each(['new', 'old', 'relevance'] as const)(
      'through all hits once, sorted by %s, also when times and scores are equal',
      async (sort) => {
        const stories = Array.from({ length: 23 }, (_, at) =>
          aStory({
            headline: `Port ${at}`,
            minute: Math.floor(at / 5),
            body: at % 3 === 0 ? 'port news' : '',
          }),
        );
        await put(test(), ...stories);
        const seen: string[] = [];
        let cursor: string | null = null;
        do {
          const page: Awaited<ReturnType<typeof ask>> = await ask(test(), {
            q: 'port',
            sort,
            limit: 4,
            cursor,
          });
          expect(page.total).toBe(23);
          seen.push(...page.hits.map((hit) => hit.storyId));
          cursor = page.cursor;
        } while (cursor !== null);
        expect(seen).toHaveLength(23);
        expect(new Set(seen)).toEqual(new Set(stories.map((story) => story.storyId)));
      },
    );

    it.each(['new', 'old', 'relevance'] as const)(
      'without shift or repeat when copy comes in meanwhile, sorted by %s',
      async (sort) => {
        const request: Partial<SearchRequest> & { q: string } = { q: 'port', sort, limit: 2 };
        await put(
          test(),
          ...[1, 2, 3, 4].map((at) => aStory({ headline: `Port ${at}`, text: `t${at}`, minute: at * 10 })),
        );
        const first = await ask(test(), request);
        await put(
          test(),
          aStory({ headline: 'Port port new', minute: 99 }),
          aStory({ headline: 'Port port late', minute: 15 }),
          aStory({ headline: 'Port early original', text: 't2', minute: 1 }),
          aStory({ headline: 'Port copy', text: 't3', minute: 98 }),
        );
        const second = await ask(test(), { ...request, cursor: first.cursor });
        expect([...headlinesOf(first), ...headlinesOf(second)].sort()).toEqual([
          'Port 1',
          'Port 2',
          'Port 3',
          'Port 4',
        ]);
        expect(second).toMatchObject({ cursor: null, total: 4 });
      },
    );

    it('ends without a cursor when the last page is just full', async () => {
      await put(test(), aStory(), aStory());
      expect((await ask(test(), { limit: 2 })).cursor).toBeNull();
    });

    it('of the same question only', async () => {
      await put(test(), aStory(), aStory());
      const { cursor } = await ask(test(), { limit: 1 });
      expect(cursor).not.toBeNull();
      const others = [
        { sort: 'old' as const },
        { view: 'stories' as const },
        { q: 'port' },
        { filters: { provider: ['nordwire'] } },
      ];
      for (const other of others) {
        await expect(ask(test(), { ...other, limit: 1, cursor })).rejects.toMatchObject({
          code: 'cursor_invalid',
        });
      }
      await expect(
        ask(test(), { limit: 1, cursor }, { ...everything, providers: ['nordwire'] }),
      ).rejects.toMatchObject({ code: 'cursor_invalid' });
    });

    it('and refuses anything that is none', async () => {
      for (const cursor of ['', 'x', '{}', Buffer.from('{"v":1}').toString('base64url'), 'a'.repeat(5_000)]) {
        await expect(ask(test(), { cursor })).rejects.toMatchObject({ code: 'cursor_invalid', status: 400 });
      }
    });
  });
}
