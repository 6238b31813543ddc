import { describe, expect, it } from '@jest/globals';
import { mainBody, mainHeadline, type Dispatch } from '#contracts';
import { dispatchOf, outcomes, parse, parseFixture } from '../support/parse.testing.js';

const one = async (members: object): Promise<Dispatch> => {
  const item = {
    uri: 'https://api.nordwire.example/media/v/content/a1?qt=session',
    altids: { itemid: 'a1', etag: 'a1_0' },
    version: 0,
    type: 'text',
    versioncreated: '2024-05-14T09:30:00Z',
    pubstatus: 'usable',
    headline: 'Budget vote in Inselport',
    ...members,
  };
  return dispatchOf(
    await parse(JSON.stringify({ api_version: '1.1', method: '/content.GET', data: { item } })),
  );
};
const codes = ({ warnings }: Dispatch): string[] => warnings.map(({ code }) => code);

describe('AP Media API', () => {
  it('reads a text of a feed together with its NITF', async () => {
    const { format, item, identity, signal, editorial, text } = dispatchOf(
      await parseFixture('ap-media/1-feed.json'),
    );
    expect({ format, signal }).toEqual({ format: 'ap-media', signal: 'update' });
    expect(identity).toEqual({
      story: '0c5e9a01d2f34b5c8e7f00112233aabb',
      version: '2',
      versionCreated: '2024-05-14T09:30:00Z',
      basis: 'declared',
    });
    expect(mainHeadline(item)).toBe('Ferry runs aground off Inselport');
    expect(item).toMatchObject({
      type: 'text',
      urgency: 3,
      firstCreated: '2024-05-14T08:00:00Z',
      slugline: 'BC-OL--Ferry Aground, 2nd Ld-Writethru',
      by: 'By MAREN HOLT; JONAS WICK',
      located: 'Inselport',
      usageTerms: 'For editorial use only.\nNot in Ostland.',
      edNote: 'Eds: With photos.',
      organisations: [
        { name: 'Harbour Board', literal: 'o1', uri: 'http://cv.nordwire.example/id/o1' },
        { name: 'Lind & Ek', literal: 'c1' },
      ],
      infoSources: [{ name: 'NordWire', role: 'provider' }],
    });
    expect(item.subjects?.map(({ literal }) => literal)).toEqual(['i', 's1']);
    expect(item.altIds).toContainEqual({ role: 'etag', value: '0c5e9a01d2f34b5c8e7f00112233aabb_0a1aza0c0' });
    expect(JSON.stringify({ ...item, renditions: [] })).not.toContain('session');
    expect(text.plain).toContain('The ferry Havsula ran aground.');
    expect(mainBody(item)).toContain('<td>Ashore</td><td>212</td>');
    expect(editorial).toMatchObject({
      dateline: { text: 'INSELPORT, Ostland (NordWire)', place: 'INSELPORT', agencies: ['NordWire'] },
      priority: 'u',
      category: ['i', 'International'],
      keywords: ['Ferry Aground'],
      wordCount: 18,
    });
    expect(item.associations?.map(({ type, altIds }) => [type, altIds?.[0]?.value])).toEqual([
      ['picture', '77aa'],
    ]);
  });

  it('keeps the story whatever session fetched it, and refuses only the items that are none', async () => {
    const results = await parseFixture('ap-media/1-feed.json');
    expect(outcomes(results)).toEqual(['dispatch', 'not_a_dispatch', 'item_invalid', 'dispatch']);
    const [first, kill] = [dispatchOf(results), dispatchOf(results, 3)];
    expect(kill.identity.story).toBe(first.identity.story);
    expect(kill).toMatchObject({ signal: 'kill', item: { pubStatus: 'canceled' } });
  });

  it.each([
    ['Kill', 'kill'],
    ['Elimination', 'kill'],
    ['Disregard', 'kill'],
    ['Withhold', 'withhold'],
    ['Corrective', 'correction'],
    ['Clarification', 'correction'],
    ['Lead', 'update'],
    ['Advisory', 'advisory'],
    ['Takes', 'new'],
  ])('takes the editorial type %s for %s', async (type, signal) => {
    expect((await one({ editorialtypes: ['Takes', type] })).signal).toBe(signal);
  });

  it('counts a lead by its slug, and a test as no news', async () => {
    expect((await one({ slugline: 'BC-OL--Budget, 1st Ld' })).signal).toBe('update');
    expect((await one({ signals: ['newscontent', 'Test'] })).signal).toBe('advisory');
  });

  it('holds what was filed ahead, with a time or without one', async () => {
    const until = '2024-05-15T06:00:00Z';
    expect((await one({ embargoed: until })).item.embargoedUntil).toBe(until);
    const ahead = { editorialtypes: ['HoldForRelease'] };
    expect((await one({ ...ahead, releasedatetime: until })).item.embargoedUntil).toBe(until);
    expect((await one(ahead)).embargo?.state).toBe('indefinite');
    expect((await one({ pubstatus: 'embargoed' })).embargo?.state).toBe('unreadable');
    expect((await one({ releasedatetime: until })).embargo).toBeUndefined();
  });

  it('names the item that a notice under an id of its own takes back', async () => {
    const { signal, identity } = await one({ editorialtypes: ['Elimination'], refersto: 'b2' });
    expect({ signal, targets: identity.targets }).toEqual({ signal: 'kill', targets: ['b2'] });
  });

  it('says that the text has to be fetched, and hears a kill whose text is broken', async () => {
    const renditions = { nitf: { href: 'https://api.nordwire.example/d', words: 90 } };
    expect(codes(await one({ renditions }))).toEqual(['body_elsewhere']);
    const bomb = '<!DOCTYPE nitf [<!ENTITY a "x">]><nitf><body><p>&a;</p></body></nitf>';
    const kill = await one({ editorialtypes: ['Kill'], nitf: bomb });
    expect([kill.signal, codes(kill)]).toEqual(['kill', ['body_unreadable']]);
  });

  it('reads the blocks of a text without a document around them', async () => {
    const { text } = await one({ main: { nitf: '<block><p>The vote is on.</p></block>', words: 4 } });
    expect(text.plain).toBe('The vote is on.');
  });

  it('credits a picture to its photographer and keeps the caption apart from the credit', async () => {
    const { item } = await one({
      type: 'picture',
      photographer: { name: 'Jonas Wick' },
      description_caption: 'The town hall.',
      description_creditline: 'Jonas Wick/NordWire',
    });
    expect(item).toMatchObject({
      type: 'picture',
      by: 'Jonas Wick',
      descriptions: [{ role: 'caption', value: 'The town hall.' }],
      infoSources: [{ name: 'Jonas Wick/NordWire', role: 'credit' }],
    });
  });

  it('refuses an error of the API and an empty page', async () => {
    const error = {
      api_version: '1.1',
      method: '/content.GET',
      error: { code: 6060, message: 'token expired' },
    };
    expect(outcomes(await parse(JSON.stringify(error)))).toEqual(['not_a_dispatch']);
    const empty = { api_version: '1.1', method: '/content/feed.GET', data: { items: [] } };
    expect(outcomes(await parse(JSON.stringify(empty)))).toEqual(['item_without_content']);
  });
});
