import { describe, expect, it } from '@jest/globals';
import type { TestEngine } from './engine-under-test.js';
import { aStory } from '../story.fixture.js';
import { ask, headlines, put } from './ask.js';

export function wordsContract(test: TestEngine): void {
  describe('finds words', () => {
    it.each(['L’avocat de l’État à Orléans', "L'avocat de l'État à Orléans"])(
      'whatever apostrophe and accents stand in %s',
      async (headline) => {
        await put(test(), aStory({ headline, language: 'fr' }));
        for (const q of ['avocat', 'etat', 'orleans', 'État', 'l’avocat', 'avocats', 'orlé*']) {
          expect([q, await headlines(test(), { q })]).toEqual([q, [headline]]);
        }
      },
    );

    it('whatever way their letters are composed, hyphenated or ligated', async () => {
      const body = 'Aus Zu\u0308rich: ﬁnance, Bun\u00ADdes\u00ADtag, mar\u200Bket.';
      await put(test(), aStory({ headline: 'Signs', body, language: 'de' }));
      for (const q of ['Zürich', 'zurich', 'finance', 'Bundestag', 'market']) {
        expect([q, await headlines(test(), { q })]).toEqual([q, ['Signs']]);
      }
    });

    it.each([
      ['en', 'Ports are striking', 'strike port'],
      ['fr', 'Les manifestations continuent', 'manifestation'],
      ['de', 'Die Häfen bleiben geschlossen', 'hafen'],
      ['es', 'Las elecciones regionales', 'elección'],
      ['it', 'Le elezioni comunali', 'elezione'],
      ['pt', 'As cidades vizinhas', 'cidade'],
      ['nl', 'De treinen rijden niet', 'trein'],
      ['sv', 'Hamnarna stängda', 'hamnar'],
    ])('by their stem in %s', async (language, headline, q) => {
      await put(test(), aStory({ headline, language }), aStory({ headline: 'Something else', language }));
      expect(await headlines(test(), { q })).toEqual([headline]);
    });

    it('stemmed in the language of the document, not in another one', async () => {
      await put(
        test(),
        aStory({ headline: 'Parler', language: 'fr' }),
        aStory({ headline: 'Parlons', language: 'en' }),
      );
      expect(await headlines(test(), { q: 'parle' })).toEqual(['Parler']);
    });

    it('all of them by default, any of them with OR, and none that is excluded', async () => {
      await put(
        test(),
        aStory({ headline: 'Storm hits port', minute: 1 }),
        aStory({ headline: 'Storm spares city', minute: 2 }),
        aStory({ headline: 'Port reopens', minute: 3 }),
      );
      expect(await headlines(test(), { q: 'storm port' })).toEqual(['Storm hits port']);
      expect(await headlines(test(), { q: 'city OR reopens' })).toEqual([
        'Port reopens',
        'Storm spares city',
      ]);
      expect(await headlines(test(), { q: 'storm -port' })).toEqual(['Storm spares city']);
      expect(await headlines(test(), { q: '-storm' })).toEqual(['Port reopens']);
      expect(await headlines(test(), { q: '(city OR port) -reopens' })).toEqual([
        'Storm spares city',
        'Storm hits port',
      ]);
    });

    it('next to each other in phrases, stop words included, and never over the end of a text', async () => {
      await put(
        test(),
        aStory({ headline: 'To be or not to be', body: 'A play opens.', minute: 1 }),
        aStory({ headline: 'Not to worry', body: 'Be calm, or else.', minute: 2 }),
      );
      expect(await headlines(test(), { q: '"to be or not to be"' })).toEqual(['To be or not to be']);
      expect(await headlines(test(), { q: '"be or not"' })).toEqual(['To be or not to be']);
      expect(await headlines(test(), { q: '"worry be"' })).toEqual([]);
      expect(await headlines(test(), { q: '"be a play"' })).toEqual([]);
    });

    it('by their beginning', async () => {
      await put(
        test(),
        aStory({ headline: 'Elections called' }),
        aStory({ headline: 'Frost tonight', language: 'fr' }),
      );
      expect(await headlines(test(), { q: 'elec*' })).toEqual(['Elections called']);
      expect(await headlines(test(), { q: 'fr*' })).toEqual(['Frost tonight']);
      expect(await headlines(test(), { q: 'en*' })).toEqual([]);
    });

    it('in one field only when a field is named', async () => {
      await put(
        test(),
        aStory({
          headline: 'Quiet day',
          body: 'Rain in Lyon',
          item: { slugline: 'WEATHER-FRANCE' },
          minute: 1,
        }),
        aStory({
          headline: 'Rain again',
          editorial: { keywords: ['flood'], category: ['sport'] },
          minute: 2,
        }),
      );
      expect(await headlines(test(), { q: 'headline:rain' })).toEqual(['Rain again']);
      expect(await headlines(test(), { q: 'body:rain' })).toEqual(['Quiet day']);
      expect(await headlines(test(), { q: 'slug:weather' })).toEqual(['Quiet day']);
      expect(await headlines(test(), { q: 'category:sport' })).toEqual(['Rain again']);
      expect(await headlines(test(), { q: 'sport' })).toEqual([]);
      expect(await headlines(test(), { q: 'flood' })).toEqual(['Rain again']);
    });

    it('by codes, numbers and days in the query, also excluded ones', async () => {
      await put(
        test(),
        aStory({
          headline: 'One',
          provider: 'sudpresse',
          language: 'fr-CA',
          item: { urgency: 2 },
          minute: 1,
        }),
        aStory({ headline: 'Two', provider: 'nordwire', language: 'en', minute: 2 }),
      );
      expect(await headlines(test(), { q: 'provider:sudpresse' })).toEqual(['One']);
      expect(await headlines(test(), { q: 'language:fr' })).toEqual(['One']);
      expect(await headlines(test(), { q: 'urgency:<=3' })).toEqual(['One']);
      expect(await headlines(test(), { q: '-urgency:<=3' })).toEqual(['Two']);
      expect(await headlines(test(), { q: 'date:2026-11-03' })).toEqual(['Two', 'One']);
      expect(await headlines(test(), { q: 'date:>2026-11-03' })).toEqual([]);
    });

    it('ranks a word in the headline above the same word in the body, then the newer copy first', async () => {
      await put(
        test(),
        aStory({ headline: 'Budget vote', body: 'Members met.', minute: 1 }),
        aStory({ headline: 'Members met', body: 'budget '.repeat(12), minute: 9 }),
        aStory({ headline: 'Budget vote', body: 'Members met.', minute: 5 }),
      );
      const { hits } = await ask(test(), { q: 'budget', sort: 'relevance' });
      expect(hits.map((hit) => hit.versionCreated.slice(14, 16))).toEqual(['05', '01', '09']);
    });

    it('marks what matched, whole words and escaped text, with balanced tags', async () => {
      await put(
        test(),
        aStory({
          headline: 'L’avocat <b> & l’État',
          body: `${'Rien ici. '.repeat(60)}Un avocat parle au tribunal.`,
          language: 'fr',
        }),
      );
      const { hits } = await ask(test(), { q: 'avocats', highlight: true });
      expect(hits[0]?.highlight?.headline).toBe('L’<mark>avocat</mark> &lt;b&gt; &amp; l’État');
      expect(hits[0]?.highlight?.body).toHaveLength(1);
      expect(hits[0]?.highlight?.body[0]).toContain('Un <mark>avocat</mark> parle');
      for (const text of hits[0]?.highlight?.body ?? []) {
        expect(text.split('<mark>')).toHaveLength(text.split('</mark>').length);
      }
    });

    it('answers hostile queries, and finds nothing by them that is not there', async () => {
      await put(test(), aStory({ headline: 'Plain copy' }));
      const hostile = [
        `'); drop table search.documents; --`,
        `x' | !'y`,
        '"unclosed',
        '((((((((((plain',
        'a:b:c:d',
        '\\',
        "''",
        '<->',
        'plain & | ! ( ) : * \\ "',
        '😀 \u{1F468}\u200D\u{1F469}',
        'x'.repeat(4_000),
        'é'.repeat(3_000),
        `${'-'.repeat(200)}plain`,
        Array.from({ length: 200 }, (_, at) => `w${at}`).join(' OR '),
      ];
      for (const q of hostile) {
        const { hits, total } = await ask(test(), {
          q,
          sort: 'relevance',
          highlight: true,
          facets: ['provider'],
        });
        expect(hits).toHaveLength(total);
      }
      expect(await headlines(test(), { q: 'plain' })).toEqual(['Plain copy']);
    });
  });
}
