import { describe, expect, it } from '@jest/globals';
import { mainBody, mainHeadline, type Dispatch } from '#contracts';
import { dispatchOf, outcomes, parse, parseFixture } from '../support/parse.testing.js';

const one = async (members: object): Promise<Dispatch> => {
  const item = {
    uri: 'tag:nordwire.example,2024:newsml_A1',
    versionedGuid: 'tag:nordwire.example,2024:newsml_A1:3',
    usn: 'A1',
    headLine: 'Budget vote in Inselport',
    versionCreated: '2024-05-14T09:30:00.000Z',
    ...members,
  };
  return dispatchOf(await parse(JSON.stringify({ data: { item } })));
};

describe('Reuters GraphQL items', () => {
  it('reads an item of a search with its text, codes and picture', async () => {
    const { format, item, identity, signal, editorial, text } = dispatchOf(
      await parseFixture('reuters-json/1-search.json'),
    );
    expect({ format, signal }).toEqual({ format: 'reuters-json', signal: 'update' });
    expect(identity).toEqual({
      story: 'tag:nordwire.example,2024:newsml_L1N4711',
      version: '12',
      versionCreated: '2024-05-14T09:30:00Z',
      basis: 'declared',
    });
    expect(mainHeadline(item)).toBe('UPDATE 2-Ferry runs aground off Inselport');
    expect(item).toMatchObject({
      type: 'text',
      urgency: 3,
      pubStatus: 'usable',
      slugline: 'OSTLAND-FERRY/ (UPDATE 2)',
      by: 'By Maren Holt',
      located: 'Inselport',
      copyrightNotice: '(c) Copyright NordWire 2024',
      subjects: [
        { literal: 'N2:SHIP', rel: 'about' },
        { name: 'Ostland', literal: 'G:OL' },
      ],
      infoSources: [{ name: 'NordWire', role: 'credit' }],
      altIds: [{ role: 'usn', value: 'L1N4711' }],
    });
    expect(item.firstCreated).toBeUndefined();
    expect(item.descriptions ?? []).toEqual([]);
    expect(text.plain).toContain('The ferry Havsula ran aground.');
    expect(mainBody(item)).toContain('<pre>Ashore   212</pre>');
    expect(editorial.dateline).toMatchObject({ place: 'INSELPORT', date: '2024-05-14' });
    expect(editorial.keywords).toEqual(['ferry']);
    expect(item.associations).toMatchObject([
      {
        uri: 'tag:nordwire.example,2024:newsml_PIC88',
        type: 'picture',
        headlines: [{ role: 'main', value: 'Ferry aground' }],
        descriptions: [{ role: 'caption', value: 'The Havsula off Inselport.' }],
        renditions: [
          { name: 'rend:baseImage', title: 'tag:nordwire.example,2024:binary_PIC88-BASEIMAGE' },
          { name: 'rend:viewImage', href: 'https://img.nordwire.example/88.jpg', width: 640 },
        ],
      },
    ]);
  });

  it('knows the story by the versioned id alone, and refuses only the items that are none', async () => {
    const results = await parseFixture('reuters-json/1-search.json');
    expect(outcomes(results)).toEqual(['dispatch', 'not_a_dispatch', 'item_invalid', 'dispatch']);
    expect(dispatchOf(results, 3)).toMatchObject({
      signal: 'kill',
      identity: { story: 'tag:nordwire.example,2024:newsml_L1N4711', version: '13' },
      item: { pubStatus: 'canceled' },
    });
  });

  it('takes the edit state for the signal, and a status before it', async () => {
    expect((await one({ signal: 'edStat:C' })).signal).toBe('correction');
    expect((await one({ signal: ['edStat:N'] })).signal).toBe('new');
    expect((await one({ signal: 'edStat:N', pubStatus: 'stat:canceled' })).signal).toBe('kill');
    expect((await one({ pubStatus: 'stat:withheld' })).signal).toBe('withhold');
  });

  it('names the story that an update under a new id has grown out of', async () => {
    const former = { uri: 'tag:nordwire.example,2024:newsml_A0', versionedGuid: null };
    const { signal, identity } = await one({ evolvedFrom: [former] });
    expect({ signal, targets: identity.targets }).toEqual({ signal: 'update', targets: [former.uri] });
  });

  it('shows the beginning of a text that was not asked for as a summary', async () => {
    const { item, text } = await one({ fragment: 'INSELPORT, May 14 (NordWire) - The vote' });
    expect(item.descriptions?.[0]).toMatchObject({ role: 'summary' });
    expect(text.plain).toBe('');
  });

  it('holds an embargoed item', async () => {
    expect((await one({ embargoed: 'tonight' })).embargo?.state).toBe('unreadable');
  });

  it('refuses an error of the interface and an empty search', async () => {
    const error = {
      errors: [{ message: 'versionedGuid, headLine, usn: not found' }],
      data: null,
      usn: 1,
      headLine: 2,
      byLine: 3,
    };
    expect(outcomes(await parse(JSON.stringify(error)))).toEqual(['not_a_dispatch']);
    const empty = { data: { search: { items: [], headLine: 1, usn: 2, byLine: 3 } } };
    expect(outcomes(await parse(JSON.stringify(empty)))).toEqual(['item_without_content']);
  });
});
