import { describe, expect, it } from '@jest/globals';
import { mainBody, mainHeadline } from '#contracts';
import { dispatchOf, outcomes, parse, parseFixture } from '../support/parse.testing.js';

const news = (parts: string): string => `<RBNews><NewsID>n-1</NewsID><version>1</version>${parts}</RBNews>`;

describe('Ritzau XML', () => {
  it('reads a filing with every part that a text has', async () => {
    const { format, item, signal, identity, editorial } = dispatchOf(await parseFixture('ritzau/1-new.xml'));
    expect({ format, signal }).toEqual({ format: 'ritzau', signal: 'update' });
    expect(identity).toEqual({
      story: '0f8fad5b-d9cb-469f-a165-70867728950e',
      version: '2',
      versionCreated: '2024-05-14T09:30:00.397Z',
      basis: 'declared',
    });
    expect(item).toMatchObject({
      language: 'da',
      edNote: 'Billeder følger.',
      by: 'Maren Holt',
      slugline: 'FÆRGE/1',
      located: 'Havneby',
      organisations: [{ name: 'Havnekontoret' }],
      subjects: [{ literal: '03010000', uri: 'http://cv.iptc.org/newscodes/subjectcode/03010000' }],
      genres: [{ name: 'Historie' }],
      infoSources: [{ name: 'ritzau', role: 'source' }],
      associations: [
        {
          renditions: [{ href: 'https://billeder.example/88.jpg' }],
          descriptions: [{ role: 'caption', value: 'Færgen.' }],
        },
      ],
    });
    expect(item.altIds).toContainEqual({ role: 'HistID', value: 'NW-42' });
    expect(item.headlines?.map(({ value }) => value)).toEqual([
      'Færge er stødt på grund',
      'Ingen kom til skade',
    ]);
    expect(mainBody(item)).toBe(
      '<p>En færge med 212 passagerer er tirsdag stødt på grund.</p>\n<p>Ingen kom til skade &amp; alle er i land.</p>',
    );
    expect(editorial).toEqual({
      byline: 'Maren Holt',
      priority: '3',
      category: ['Indland'],
      keywords: ['færge', 'havn'],
      dateline: { text: 'Havneby /ritzau/', place: 'Havneby', agencies: ['ritzau'] },
    });
  });

  it('takes an annulled filing back, even when it brings a text, and what it replaced', async () => {
    const parts = '<Annuleret>true</Annuleret><replacedID>n-0</replacedID><content>Tekst.</content>';
    const { signal, item, identity } = dispatchOf(await parse(news(parts)));
    expect({ signal, status: item.pubStatus }).toEqual({ signal: 'kill', status: 'canceled' });
    expect(identity).toMatchObject({ story: 'n-1', targets: ['n-0'] });
    expect(outcomes(await parse(news('<Annuleret>TRUE</Annuleret>')))).toEqual(['dispatch']);
  });

  it('knows corrections, new versions and first filings apart', async () => {
    const signal = async (parts: string): Promise<string> =>
      dispatchOf(await parse(news(`${parts}<content>Tekst.</content>`))).signal;
    expect(await signal('<Korrektion>true</Korrektion><NyVersion>true</NyVersion>')).toBe('correction');
    expect(await signal('<NyVersion>true</NyVersion>')).toBe('update');
    expect(await signal('<replacedID>n-0</replacedID>')).toBe('update');
    expect(await signal('<NyVersion>false</NyVersion>')).toBe('new');
  });

  it('begins a flash without a headline with its text', async () => {
    const parts =
      '<headline i:nil="true"/><content>&lt;p&gt;Færgen sejler igen. Det oplyser havnen.&lt;/p&gt;</content>';
    const { item, warnings } = dispatchOf(await parse(news(parts)));
    expect(mainHeadline(item)).toBe('Færgen sejler igen');
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'headline_derived' }));
  });

  it('reads all filings of a queue, and a cut one costs only itself', async () => {
    const queue = `<ArrayOfRBNews>${news('<content>A</content>')}${news('<content>B</content>')}</ArrayOfRBNews>`;
    expect(outcomes(await parse(queue))).toEqual(['dispatch', 'dispatch']);
    expect(outcomes(await parse(queue.slice(0, -40)))).toEqual(['dispatch', 'xml_malformed']);
  });

  it('holds copy under an embargo that it declares', async () => {
    const parts = '<Embargo>2024-05-14T20:00:00</Embargo><content>Tekst.</content>';
    expect(dispatchOf(await parse(news(parts))).embargo).toMatchObject({ until: '2024-05-14T18:00:00Z' });
  });

  it('refuses a filing that says nothing', async () => {
    expect(outcomes(await parse('<RBNews><NewsID/><content/></RBNews>'))).toEqual(['item_without_content']);
  });
});
