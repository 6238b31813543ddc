import { describe, expect, it } from '@jest/globals';
import { mainBody, mainHeadline, type Dispatch } from '#contracts';
import { dispatchOf, outcomes, parse, parseFixture } from '../support/parse.testing.js';

const story = 'urn:newsml:nordwire.example:20240514:NW-4711';

/** A news item around its parts. */
function newsItem({
  itemMeta = '',
  contentMeta = '<headline>A</headline>',
  contents = '',
  guid = 'urn:x:1',
} = {}): string {
  return `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="${guid}" version="1"><itemMeta>${itemMeta}</itemMeta><contentMeta>${contentMeta}</contentMeta><contentSet>${contents}</contentSet></newsItem>`;
}
const one = async (parts: Parameters<typeof newsItem>[0]): Promise<Dispatch> =>
  dispatchOf(await parse(newsItem(parts)));

describe('NewsML-G2', () => {
  it('reads a message with every part that a text has', async () => {
    const { format, item, signal, identity, editorial, text } = dispatchOf(
      await parseFixture('newsml-g2/1-message.xml'),
    );
    expect({ format, signal }).toEqual({ format: 'newsml-g2', signal: 'new' });
    expect(identity).toEqual({
      story,
      version: '1',
      versionCreated: '2024-05-14T07:30:00Z',
      basis: 'declared',
    });
    expect(item).toMatchObject({
      type: 'text',
      urgency: 3,
      language: 'en-GB',
      copyrightHolder: 'NordWire',
      copyrightNotice: '(c) NordWire 2024',
      usageTerms: 'Not for use in Ostland.\nNo archive after 30 days.',
      edNote: 'Pictures follow.\nDesk: Maren Holt, desk@nordwire.example',
      by: 'By Maren Holt',
      slugline: 'FERRY-INSELPORT',
      located: 'Inselport',
      people: [{ name: 'Jonas Wick' }],
      genres: [
        { name: 'Current', uri: 'http://cv.iptc.org/newscodes/genre/Current', literal: 'genre:Current' },
      ],
      altIds: [{ role: 'usn', value: 'NW4711' }],
      renditions: [
        {
          name: 'highRes',
          href: 'https://pictures.nordwire.example/88.jpg',
          sizeInBytes: 812345,
          width: 4000,
        },
      ],
      associations: [{ uri: 'https://harbour.inselport.example/', rel: 'seeAlso', title: 'Harbour office' }],
    });
    expect(item.subjects?.[0]).toEqual({
      name: 'transport accident',
      uri: 'http://cv.iptc.org/newscodes/mediatopic/20000149',
      literal: 'medtop:20000149',
    });
    expect(item.headlines?.map(({ role, value }) => [role, value])).toEqual([
      ['main', 'Ferry runs aground off Inselport'],
      ['rank-2', 'Harbour'],
    ]);
    expect(editorial).toMatchObject({
      priority: '4',
      wordCount: 40,
      keywords: ['ferry', 'harbour'],
      dateline: {
        text: 'INSELPORT, May 14 (NordWire) -',
        place: 'INSELPORT',
        country: 'Norland',
        date: '2024-05-14',
        agencies: ['NordWire'],
      },
    });
    expect(text.plain).toBe(
      'A ferry with 212 passengers ran aground on Tuesday off Inselport, the harbour office said.\n\nNobody was hurt.\n\nPassengers\t212',
    );
  });

  it('reads an update in NITF: abstract first, mixed content in order, no captions or taglines', async () => {
    const { item, signal, text, identity } = dispatchOf(await parseFixture('newsml-g2/2-update.xml'));
    expect({ signal, version: identity.version }).toEqual({ signal: 'update', version: '2' });
    expect(text.plain).toBe(
      'Everybody is safe and ashore.\n\nAll passengers of the ferry Havsula are ashore, Jonas Wick said.\n\nCalm sea\n\nThe sea was calm.',
    );
    expect(mainBody(item)).toContain('the ferry <em>Havsula</em> are');
    expect(item.by).toBe('By Maren Holt');
  });

  it('reads a correction under any prefix, its version as it is written', async () => {
    const { item, signal, identity, text } = dispatchOf(await parseFixture('newsml-g2/3-correction.xml'));
    expect({ signal, version: identity.version, status: item.pubStatus }).toEqual({
      signal: 'correction',
      version: '0003',
      status: 'usable',
    });
    expect(text.plain).toBe(
      'INSELPORT, May 14 (NordWire) - All 121 passengers are ashore.\n\nSecond <b> paragraph.',
    );
    expect(mainBody(item)).toContain('<p>Second &lt;b&gt; paragraph.</p>');
  });

  it('reads a kill without any content', async () => {
    const { item, signal, identity } = dispatchOf(await parseFixture('newsml-g2/4-kill.xml'));
    expect({ signal, status: item.pubStatus, story: identity.story }).toEqual({
      signal: 'kill',
      status: 'canceled',
      story,
    });
  });

  it('holds embargoed copy, also when the instant cannot be read or is not there', async () => {
    const results = await parseFixture('newsml-g2/5-embargo.xml');
    expect(results.map((_, index) => dispatchOf(results, index).embargo?.state)).toEqual([
      'until',
      'unreadable',
      'indefinite',
    ]);
    expect(dispatchOf(results).item.embargoedUntil).toBe('2024-05-14T16:00:00Z');
  });

  it('refuses bad items and other kinds in their places and reads the neighbours', async () => {
    const results = await parseFixture('newsml-g2/6-one-bad.xml');
    expect(outcomes(results)).toEqual(['dispatch', 'item_invalid', 'not_a_dispatch', 'dispatch', 'dispatch']);
    expect(dispatchOf(results, 0).item).toMatchObject({
      type: 'composite',
      associations: [
        { uri: 'urn:newsml:inselpost.example:1', version: '2', type: 'text', rel: 'main' },
        { uri: 'urn:newsml:inselpost.example:pic', type: 'picture', rel: 'sidebar' },
      ],
    });
    expect(dispatchOf(results, 4).item).toMatchObject({
      type: 'picture',
      descriptions: [{ role: 'caption', value: 'The ferry.' }],
      renditions: [{ name: 'web', href: 'https://pictures.inselpost.example/1.jpg' }],
    });
  });

  it('gives teletype copy in one element its paragraphs and tables back', async () => {
    const { item, editorial } = dispatchOf(await parseFixture('newsml-g2/7-wrapped.xml'));
    expect(mainBody(item)).toBe(
      '<p>By Maren Holt</p>\n' +
        '<p>INSELPORT, May 14 (NordWire) - Herring prices rose on Tuesday for the third day running as storms kept the boats in port, traders said.</p>\n' +
        '<p>Prices in crowns per kilo:</p>\n' +
        '<pre> Inselport       14.20     +0.30\n Nordsiel        13.90     +0.10\n Sarlemont       15.00     +0.00</pre>\n' +
        '<p>The boats may sail on Thursday.</p>',
    );
    expect(editorial).toMatchObject({
      byline: 'By Maren Holt',
      dateline: { place: 'INSELPORT', date: '2024-05-14' },
    });
  });

  it('accepts items without the optional parts, empty ones included', async () => {
    const { item, warnings } = await one({
      itemMeta:
        '<itemClass qcode="ninat:text"/><versionCreated>2024-05-14T09:00:00Z</versionCreated><firstCreated/>',
      contentMeta: '<urgency/><headline>A</headline>',
    });
    expect(item).toMatchObject({ versionCreated: '2024-05-14T09:00:00Z' });
    expect(item.urgency).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  it('ranks contents xhtml, nitf, html, text, and never leaves the body empty when one of them says something', async () => {
    const text = '<inlineData contenttype="text/plain">text</inlineData>';
    const html = '<inlineData contenttype="text/html">&lt;p&gt;html&lt;/p&gt;</inlineData>';
    const nitf =
      '<inlineXML contenttype="application/nitf+xml"><nitf><body><body.content><p>nitf</p></body.content></body></nitf></inlineXML>';
    const xhtml =
      '<inlineXML contenttype="application/xhtml+xml"><html><body><p>xhtml</p></body></html></inlineXML>';
    const empty = '<inlineXML contenttype="application/xhtml+xml"><html><body><p/></body></html></inlineXML>';
    const plain = async (contents: string): Promise<string> => (await one({ contents })).text.plain;
    expect(await plain(text + html + nitf + xhtml)).toBe('xhtml');
    expect(await plain(text + html + nitf)).toBe('nitf');
    expect(await plain(text + html)).toBe('html');
    expect(await plain(empty + text)).toBe('text');
  });

  it('keeps the text behind inline elements', async () => {
    const contents =
      '<inlineXML contenttype="text/html"><html><body><p>a <b>b</b> c <a href="https://x.example/">d</a> e</p></body></html></inlineXML>';
    expect((await one({ contents })).text.plain).toBe('a b c d e');
  });

  it('reads dashes that an editor wrote as pseudo tags', async () => {
    const contents =
      '<inlineXML contenttype="text/html"><html><body><p>35&lt;endash&gt;-&lt;/endash&gt;40 per cent</p></body></html></inlineXML>';
    expect((await one({ contents })).text.plain).toBe('35-40 per cent');
  });

  it('reads times without a zone in the zone of the profile', async () => {
    const itemMeta = '<versionCreated>2024-05-14T12:00:00</versionCreated>';
    const [result] = await parse(newsItem({ itemMeta }), 'stt');
    expect(result).toMatchObject({ item: { versionCreated: '2024-05-14T09:00:00Z' } });
  });

  it('takes the time of the content where the item has none', async () => {
    const { item } = await one({
      itemMeta: '<versionCreated/>',
      contentMeta:
        '<headline>A</headline><contentCreated>2024-05-13T10:00:00Z</contentCreated><contentModified>2024-05-14T10:00:00Z</contentModified>',
    });
    expect(item).toMatchObject({
      firstCreated: '2024-05-13T10:00:00Z',
      versionCreated: '2024-05-14T10:00:00Z',
    });
  });

  it('names the items that a version replaces, other than itself', async () => {
    const { identity } = await one({
      itemMeta: '<link rel="irel:previousVersion" residref="urn:x:0"/><link guidref="urn:x:1"/>',
    });
    expect(identity.targets).toEqual(['urn:x:0']);
  });

  it('mends what is not well-formed and says so', async () => {
    const result = dispatchOf(
      await parse(newsItem({ contentMeta: '<headline>R&D at Lind & Ek</headline>' })),
    );
    expect(mainHeadline(result.item)).toBe('R&D at Lind & Ek');
    expect(result.warnings).toContainEqual(expect.objectContaining({ code: 'xml_repaired' }));
  });

  it('reads the whole items of a message that was cut off, and refuses the cut one', async () => {
    const message = `<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>${newsItem()}${newsItem({ guid: 'urn:x:2' })}`;
    expect(outcomes(await parse(message.slice(0, -60)))).toEqual(['dispatch', 'xml_malformed']);
  });

  it('refuses documents of other kinds with a reason', async () => {
    for (const kind of ['conceptItem', 'knowledgeItem', 'planningItem']) {
      expect(
        outcomes(await parse(`<${kind} xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1"/>`)),
      ).toEqual(['not_a_dispatch']);
    }
    expect(
      outcomes(
        await parse('<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet/></newsMessage>'),
      ),
    ).toEqual(['item_without_content']);
  });

  it('refuses absurd nesting', async () => {
    expect(outcomes(await parse(newsItem({ contents: `<inlineXML>${'<div>'.repeat(100_000)}` })))).toEqual([
      'xml_too_deep',
    ]);
  });
});
