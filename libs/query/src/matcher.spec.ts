import { describe, expect, it } from '@jest/globals';
import { toMatchable } from './document.js';
import { compileMatcher } from './matcher.js';
import { parseQuery } from './parser.js';
import { aStory, type StoryParts } from './story.fixture.js';

const matches = (query: string, parts: StoryParts): boolean =>
  compileMatcher(parseQuery(query).ast)(toMatchable(aStory(parts)));

describe('words', () => {
  const french: StoryParts = {
    language: 'fr',
    headline: "L’avocat de l'État à Orléans",
    body: 'Les députés ont voté hier.\n\nL’aide aux États-Unis, selon Inselpost.',
  };

  it.each([
    'avocat',
    'etat',
    'ORLEANS',
    'député',
    'vote aide',
    'États-Unis',
    '"etats unis"',
    '"Avocat de l’État"',
    'depu*',
    'insel* -sport',
    'sport OR aide',
    '"orleans"',
    '',
  ])('a French story is found by  %s', (query) => expect(matches(query, french)).toBe(true));

  it.each([
    'avocatier',
    'sport',
    'avocat sport',
    '-avocat',
    '"avocat orleans"',
    '"avocats"',
    '"Orléans Les"',
    'headline:aide',
    'pute*',
    'NOT (avocat OR sport)',
  ])('a French story is not found by  %s', (query) => expect(matches(query, french)).toBe(false));

  it('are matched by their stem in the language of the story, not of the query', () => {
    expect(matches('Hafen', { language: 'de', headline: 'Streik in den Häfen' })).toBe(true);
    expect(matches('strikes', { language: 'en', headline: 'Port strike' })).toBe(true);
    expect(matches('strikes', { language: 'xx', headline: 'Port strike' })).toBe(false);
    expect(matches('strike', { language: 'xx', headline: 'Port strike' })).toBe(true);
  });

  it.each(['Zürich', 'finance', 'Bundestag', 'market'])('%s is found however it was typed', (query) => {
    expect(
      matches(query, { language: 'xx', body: 'Zu\u0308rich ﬁnance Bun\u00ADdes\u00ADtag mar\u200Bket' }),
    ).toBe(true);
  });

  it('the gap between two values is no place for a phrase', () => {
    const parts = { headline: 'ends', editorial: { keywords: ['port strike', 'pay'] } };
    expect(matches('keyword:"port strike"', parts)).toBe(true);
    expect(matches('keyword:"strike pay"', parts)).toBe(false);
    expect(matches('"strike pay"', parts)).toBe(false);
  });
});

describe('fields', () => {
  const parts: StoryParts = {
    headline: 'Port strike ends',
    language: 'fr-CA',
    body: 'One two three four.',
    item: {
      urgency: 3,
      slugline: 'PORT-STRIKE',
      by: 'Ada Example',
      places: [{ name: 'Bergen' }],
      subjects: [{ name: 'labour', uri: 'http://cv.iptc.org/newscodes/mediatopic/20000523' }],
      genres: [{ name: 'Current' }],
      descriptions: [{ contentType: 'text/html', value: '<p>A short summary</p>' }],
    },
    editorial: {
      category: ['eco'],
      keywords: ['harbour'],
      dateline: { text: 'OSLO', place: 'Oslo', agencies: [] },
    },
    story: { version: '12', signal: 'update' },
  };

  it.each([
    'provider:nordwire',
    'feed:nordwire-main',
    'language:fr',
    'language:FR-ca',
    'status:usable',
    'signal:update',
    'version:12',
    'version:>=2',
    'version:..12',
    'urgency:<=3',
    'urgency:1..3',
    'wordcount:4',
    'wordcount:>3',
    'headline:strike',
    'body:summary',
    'slug:port',
    'slugline:"port strike"',
    'byline:ada',
    'place:oslo',
    'place:bergen',
    'oslo',
    'subject:labour',
    'subject:20000523',
    'category:eco',
    'keyword:harbour',
    'genre:current',
    'date:2026-11-03',
    'date:2026-11-01..2026-11-03',
    'date:>=2026-11-03',
    'date:<=2026-11-03',
    'received:2026-11',
    'provider:(sudpresse OR nordwire)',
  ])('finds  %s', (query) => expect(matches(query, parts)).toBe(true));

  it.each([
    'provider:nord',
    'language:fr-fr',
    'language:en',
    'status:canceled',
    'version:1',
    'version:<12',
    'urgency:<3',
    'wordcount:>4',
    'labour',
    'headline:oslo',
    'body:strike',
    'date:2026-11-02',
    'date:>2026-11-03',
    'date:<2026-11-03',
    'received:..2026-11-02',
    'body:p',
  ])('does not find  %s', (query) => expect(matches(query, parts)).toBe(false));

  it('a story without a number answers no condition on it', () => {
    expect(matches('urgency:<=9', {})).toBe(false);
    expect(matches('version:>=0', { story: { version: null } })).toBe(false);
  });
});
