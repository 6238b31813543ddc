import { describe, expect, it } from '@jest/globals';
import { mainBody, mainHeadline, type Dispatch } from '#contracts';
import { dispatchOf, outcomes, parse, parseFixture } from '../support/parse.testing.js';

const identifier = (revision = '1', update = 'N'): string =>
  `<NewsIdentifier><ProviderId>nordwire.example</ProviderId><DateId>20240514</DateId><NewsItemId>NW-1</NewsItemId><RevisionId PreviousRevision="0" Update="${update}">${revision}</RevisionId><PublicIdentifier>urn:newsml:nordwire.example:20240514:NW-1:${revision}</PublicIdentifier></NewsIdentifier>`;

/** A news item around its parts. */
function newsItem({
  ids = identifier(),
  management = '<Status FormalName="Usable"/>',
  lines = '<HeadLine>A</HeadLine>',
  metadata = '',
  content = '<ContentItem><DataContent><p>Text.</p></DataContent></ContentItem>',
  beside = '',
} = {}): string {
  return `<NewsItem><Identification>${ids}</Identification><NewsManagement><ThisRevisionCreated>20240514T093000Z</ThisRevisionCreated>${management}</NewsManagement>${beside}<NewsComponent><NewsLines>${lines}</NewsLines>${metadata}${content}</NewsComponent></NewsItem>`;
}
const message = (...items: string[]): string => `<NewsML>${items.join('')}</NewsML>`;
const one = async (parts: Parameters<typeof newsItem>[0], profile?: string): Promise<Dispatch> =>
  dispatchOf(await parse(message(newsItem(parts)), profile));

describe('NewsML 1', () => {
  it('reads an item with every part that a text has', async () => {
    const { format, item, signal, identity, editorial, text, warnings } = dispatchOf(
      await parseFixture('newsml-1/1-message.xml'),
    );
    expect({ format, signal, warnings }).toEqual({ format: 'newsml-1', signal: 'update', warnings: [] });
    expect(identity).toEqual({
      story: 'urn:newsml:nordwire.example:20240514:NW-4711',
      version: '2',
      versionCreated: '2024-05-14T07:30:00Z',
      basis: 'declared',
    });
    expect(item).toMatchObject({
      type: 'text',
      pubStatus: 'usable',
      firstCreated: '2024-05-14T05:00:00Z',
      expires: '2024-06-14T07:30:00Z',
      urgency: 3,
      language: 'en',
      copyrightNotice: '(c) NordWire 2024',
      usageTerms: 'Not for use in Ostland.',
      edNote: 'Pictures follow.\nSecond filing.',
      by: 'By Maren Holt',
      slugline: 'Ferry-Inselport',
      located: 'Inselport',
      genres: [{ name: 'Current' }],
      subjects: [
        { literal: '03010000', uri: 'http://cv.iptc.org/newscodes/subjectcode/03010000' },
        { literal: 'HAV', creator: 'urn:newsml:nordwire.example:cats' },
      ],
      altIds: [{ role: 'publicIdentifier', value: 'urn:newsml:nordwire.example:20240514:NW-4711:2N' }],
      associations: [{ uri: 'urn:newsml:nordwire.example:20240514:NW-P-88', rel: 'associatedWith' }],
    });
    expect(item.embargoedUntil).toBeUndefined();
    expect(item.headlines?.map(({ role, value }) => [role, value])).toEqual([
      ['main', 'Ferry runs aground off Inselport'],
      ['sub', 'Nobody hurt'],
      ['catchword', 'Harbour'],
    ]);
    expect(item.infoSources).toEqual([
      { name: 'NordWire', role: 'provider' },
      { name: 'mh', role: 'creator' },
      { name: 'NordWire', role: 'credit' },
    ]);
    expect(editorial).toEqual({
      byline: 'By Maren Holt',
      priority: '4',
      sequence: '0235',
      category: ['DIS', 'HAV'],
      keywords: ['ferry', 'harbour', 'rescue'],
      wordCount: 44,
      dateline: {
        text: 'INSELPORT, May 14 (AFP) -',
        place: 'INSELPORT',
        country: 'NLD',
        date: '2024-05-14',
        agencies: ['AFP'],
      },
    });
    expect(text.plain).toBe(
      'A ferry with 212 passengers ran aground.\n\nRescue\n\nNobody was hurt.\n\nPassengers\t212',
    );
  });

  it('puts a text together that is parted into components, and keeps pictures and contacts apart', async () => {
    const { item, text, identity, editorial, signal } = dispatchOf(
      await parseFixture('newsml-1/2-parts.xml'),
    );
    expect(identity).toMatchObject({ story: 'urn:newsml:kustpers.example:88123', version: '3' });
    expect(signal).toBe('new');
    expect(mainHeadline(item)).toBe('Veerboot loopt vast');
    expect(text.plain).toBe(
      'Een veerboot is dinsdag vastgelopen.\n\nNiemand raakte gewond.\n\nDe boot ligt nog op de rotsen.',
    );
    expect(item.urgency).toBeUndefined();
    expect(item.language).toBe('nl');
    expect(editorial.keywords).toEqual(['VEERBOOT', 'HAVEN']);
    expect(item.bodies?.map(({ role, value }) => [role, value])[1]).toEqual([
      'contact',
      '<p>Havenkantoor</p>',
    ]);
    expect(item.associations).toMatchObject([
      {
        type: 'picture',
        rel: 'picture',
        copyrightNotice: 'Kustpers',
        headlines: [{ value: 'De veerboot op de rotsen' }],
        descriptions: [{ role: 'caption', value: 'De veerboot Noordster zit vast.' }],
        renditions: [
          { href: 'https://beeld.kustpers.example/88.jpg', width: 1920, height: 1080, sizeInBytes: 2700 },
          { contentType: 'image/jpeg' },
        ],
      },
    ]);
    expect(item.associations).toHaveLength(1);
  });

  it('finds the text at any depth', async () => {
    const deep = (levels: number): string =>
      '<NewsComponent>'.repeat(levels) +
      '<ContentItem><DataContent><p>Deep text.</p></DataContent></ContentItem>' +
      '</NewsComponent>'.repeat(levels);
    for (const levels of [1, 2, 5]) {
      expect((await one({ content: deep(levels) })).text.plain).toBe('Deep text.');
    }
  });

  it('prefers the component that is called main, and keeps other languages beside it', async () => {
    const component = (role: string, language: string, text: string): string =>
      `<NewsComponent><Role FormalName="${role}"/><DescriptiveMetadata><Language FormalName="${language}"/></DescriptiveMetadata><ContentItem><DataContent><p>${text}</p></DataContent></ContentItem></NewsComponent>`;
    const { item, text } = await one({
      content: component('Translation', 'de', 'Der Text.') + component('Main', 'en', 'The text.'),
    });
    expect([text.plain, item.language]).toEqual(['The text.', 'en']);
    expect(item.bodies?.map(({ role, value }) => [role, value])).toEqual([
      ['main', '<p>The text.</p>'],
      ['translation', '<p>Der Text.</p>'],
    ]);
    const two = await one({ content: component('Main', 'en', 'One.') + component('Main', 'en', 'Two.') });
    expect(two.item.bodies?.map(({ role, value }) => [role, value])).toEqual([
      ['main', '<p>One.</p>'],
      ['alternative', '<p>Two.</p>'],
    ]);
  });

  it('reads a component of very many contents in a time that does not grow with their square', async () => {
    const contents =
      '<ContentItem Href="https://pictures.nordwire.example/88.jpg"/><ContentItem><DataContent>x</DataContent></ContentItem>';
    const { item } = await one({ content: contents.repeat(20_000) });
    expect(item.associations?.length).toBeLessThanOrEqual(500);
  });

  it('reads NITF, XHTML, bare paragraphs, escaped HTML and plain text', async () => {
    const html = (inner: string): string => `<html><head><title>T</title></head><body>${inner}</body></html>`;
    const contents = [
      '<nitf><body><body.content><p>One.</p><p>Two.</p></body.content></body></nitf>',
      html('<p>One.</p><p>Two.</p>'),
      '<p>One.</p><p>Two.</p>',
      '<![CDATA[<p>One.</p><p>Two.</p>]]>',
      'One.\n\nTwo.',
    ];
    for (const content of contents) {
      const { item } = await one({
        content: `<ContentItem><DataContent>${content}</DataContent></ContentItem>`,
      });
      expect(mainBody(item)).toBe('<p>One.</p>\n<p>Two.</p>');
    }
  });

  it('reads every item of a message, and a bad one costs only itself', async () => {
    const second = identifier().replaceAll('NW-1', 'NW-2');
    const bad = '<NewsItem><NewsComponent/></NewsItem>';
    const results = await parse(message(newsItem(), bad, newsItem({ ids: second })));
    expect(outcomes(results)).toEqual(['dispatch', 'item_without_content', 'dispatch']);
    expect(dispatchOf(results, 2).identity.story).toBe('urn:newsml:nordwire.example:20240514:NW-2');
  });

  it('reads items inside of an item, and the outer one as their package', async () => {
    const inner = newsItem({ ids: identifier().replaceAll('NW-1', 'NW-2'), lines: '<HeadLine>B</HeadLine>' });
    const results = await parse(
      message(
        newsItem({ content: `${inner}<NewsItemRef NewsItem="urn:newsml:nordwire.example:20240514:NW-3"/>` }),
      ),
    );
    expect(outcomes(results)).toEqual(['dispatch', 'dispatch']);
    expect(dispatchOf(results).item).toMatchObject({
      type: 'composite',
      associations: [
        { uri: 'urn:newsml:nordwire.example:20240514:NW-2', title: 'B', rel: 'member' },
        { uri: 'urn:newsml:nordwire.example:20240514:NW-3', rel: 'member' },
      ],
    });
    expect(dispatchOf(results, 1)).toMatchObject({ text: { plain: 'Text.' } });
  });

  it('takes a canceled item back, also without a text or by an instruction', async () => {
    for (const status of ['Canceled', 'Cancelled', 'CANCELED']) {
      const { signal, item, identity } = await one({
        management: `<Status FormalName="${status}"/>`,
        ids: identifier('3', 'A'),
        content: '',
        lines: '',
      });
      expect({ signal, status: item.pubStatus }).toEqual({ signal: 'kill', status: 'canceled' });
      expect(identity).toMatchObject({ story: 'urn:newsml:nordwire.example:20240514:NW-1', version: '3' });
    }
    const management = '<Status FormalName="Usable"/><Instruction FormalName="Kill"/>';
    expect((await one({ management })).signal).toBe('kill');
  });

  it('withholds what is withheld or of a status that nobody knows', async () => {
    expect((await one({ management: '<Status FormalName="Withheld"/>' })).item.pubStatus).toBe('withheld');
    expect((await one({ management: '<Status FormalName="Pending"/>' })).item.pubStatus).toBe('withheld');
    expect((await one({ management: '<Status FormalName="OPEN"/>' })).item.pubStatus).toBe('usable');
  });

  it('holds embargoed copy until its status will change, and without an end when nothing says when', async () => {
    const status = '<Status FormalName="Embargoed"/>';
    const change =
      '<StatusWillChange><FutureStatus FormalName="Usable"/><DateAndTime>20240514T200000+0200</DateAndTime></StatusWillChange>';
    expect((await one({ management: status + change })).embargo).toMatchObject({
      state: 'until',
      until: '2024-05-14T18:00:00Z',
    });
    expect((await one({ management: status })).embargo?.state).toBe('unreadable');
    const unclear = change.replace('20240514T200000+0200', 'tonight');
    expect((await one({ management: status + unclear })).embargo?.state).toBe('unreadable');
  });

  it('refuses a revision that only says what to change in a former one', async () => {
    const update = `<Update><Replace DuidRef="p1"><p>New.</p></Replace></Update>`;
    const partial = newsItem({ ids: identifier('2', 'U'), content: '', lines: '' }).replace(
      '<NewsComponent>',
      `${update}<NewsComponent>`,
    );
    expect(outcomes(await parse(message(partial)))).toEqual(['item_invalid']);
    const management = newsItem({ ids: identifier('2', 'A'), content: '', lines: '' });
    expect(outcomes(await parse(message(management)))).toEqual(['item_invalid']);
  });

  it('hears a correction in the words of a revision that declares none', async () => {
    const ids = identifier('2').replace('PreviousRevision="0"', 'PreviousRevision="1"');
    expect((await one({ ids })).signal).toBe('update');
    const lines = '<HeadLine>CORRECTION: A ferry</HeadLine>';
    expect((await one({ ids, lines })).signal).toBe('correction');
  });

  it('takes the beginning of an alert without a headline as its headline', async () => {
    const { item, warnings } = await one({ lines: '<HeadLine/>' });
    expect(mainHeadline(item)).toBe('Text');
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'headline_derived' }));
  });

  it('takes the id of the component for items without one of their own, when it is universal', async () => {
    const ids = '<NewsIdentifier><ProviderId>x.example</ProviderId></NewsIdentifier>';
    const item = (duid: string): string =>
      message(newsItem({ ids }).replace('<NewsComponent>', `<NewsComponent Duid="${duid}">`));
    expect(dispatchOf(await parse(item('03AE00000000000396A95'))).identity).toMatchObject({
      story: '03AE00000000000396A95',
      basis: 'declared',
    });
    expect(dispatchOf(await parse(item('NC0001'))).identity.basis).toBe('derived');
  });

  it('keeps the id of a story whose identifier holds an offset', async () => {
    const ids = identifier()
      .replaceAll('20240514', '20240514T093000+0000')
      .replaceAll('nordwire.example', 'efe.com');
    expect((await one({ ids }, 'efe')).identity).toMatchObject({
      story: 'urn:newsml:efe.com:20240514T093000+0000:NW-1',
      version: '1',
    });
  });

  it('reads the dateline of the text when only that names the agency', async () => {
    const { editorial } = await one(
      {
        lines: '<HeadLine>A</HeadLine><DateLine>May 14</DateLine>',
        content:
          '<ContentItem><DataContent><p>INSELPORT, May 14. /TASS/. The ferry sails.</p></DataContent></ContentItem>',
      },
      'tass',
    );
    expect(editorial.dateline).toMatchObject({ place: 'INSELPORT', date: '2024-05-14', agencies: ['TASS'] });
  });

  it('reads a picture alone as a picture', async () => {
    const { item } = await one({
      lines: '<HeadLine>The ferry</HeadLine>',
      content:
        '<ContentItem Href="https://pictures.nordwire.example/88.jpg"><MediaType FormalName="Photo"/></ContentItem>',
    });
    expect(item).toMatchObject({
      type: 'picture',
      renditions: [{ href: 'https://pictures.nordwire.example/88.jpg' }],
      descriptions: [{ role: 'caption', value: 'The ferry' }],
    });
  });

  it('refuses documents without news, cut ones and absurd nesting', async () => {
    expect(outcomes(await parse('<NewsML><TopicSet/></NewsML>'))).toEqual(['not_a_dispatch']);
    const vocabulary = `<NewsItem><Identification>${identifier()}</Identification><TopicSet/></NewsItem>`;
    expect(outcomes(await parse(message(vocabulary)))).toEqual(['not_a_dispatch']);
    const cut = message(newsItem(), newsItem()).slice(0, -60);
    expect(outcomes(await parse(cut))).toEqual(['dispatch', 'xml_malformed']);
    const nested = message('<NewsItem>' + '<NewsComponent>'.repeat(100_000));
    expect(outcomes(await parse(nested))).toEqual(['xml_too_deep']);
  });
});
