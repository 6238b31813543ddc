import { describe, expect, it } from '@jest/globals';
import { mainBody, mainHeadline, type Dispatch } from '#contracts';
import { dispatchOf, outcomes, parse, parseFixture } from '../support/parse.testing.js';

/** A document around its parts. */
function nitf({ docdata = '', status = '', head = '', content = '<p>Text.</p>', meta = '' } = {}): string {
  return `<nitf><head>${meta}<docdata ${status}>${docdata}</docdata></head><body><body.head>${head}</body.head><body.content>${content}</body.content></body></nitf>`;
}
const one = async (parts: Parameters<typeof nitf>[0], profile?: string): Promise<Dispatch> =>
  dispatchOf(await parse(nitf(parts), profile));

describe('NITF', () => {
  it('reads a document with every part that a text has', async () => {
    const { format, item, signal, identity, editorial, text, warnings } = dispatchOf(
      await parseFixture('nitf/1-new.xml'),
    );
    expect({ format, signal, warnings }).toEqual({ format: 'nitf', signal: 'new', warnings: [] });
    expect(identity).toEqual({
      story: 'NW-4711',
      version: '3',
      versionCreated: '2024-05-14T07:30:00Z',
      basis: 'declared',
    });
    expect(item).toMatchObject({
      type: 'text',
      pubStatus: 'usable',
      urgency: 3,
      language: 'en-GB',
      expires: '2024-06-14T07:30:00Z',
      copyrightHolder: 'NordWire',
      copyrightNotice: '© 2024 NordWire',
      usageTerms: 'Display only\nNot for use in Ostland.',
      edNote: 'Pictures follow.\nDesk: Maren Holt.\nNot for print.',
      by: 'By Maren Holt',
      slugline: 'FERRY-INSELPORT',
      located: 'Inselport',
      descriptions: [{ role: 'summary', value: 'A ferry ran aground on Tuesday.' }],
      people: [{ name: 'Jonas Wick' }],
      organisations: [{ name: 'Harbour Office', literal: 'HAO' }],
      genres: [{ name: 'Current' }],
      infoSources: [{ name: 'NordWire', role: 'distributor' }],
      subjects: [
        {
          name: 'Transport accident',
          uri: 'http://cv.iptc.org/newscodes/subjectcode/03010000',
          literal: '03010000',
        },
        { name: 'Harbours', literal: 'NW-77', creator: 'NordWire' },
      ],
    });
    expect(item.embargoedUntil).toBeUndefined();
    expect(item.headlines?.map(({ role, value }) => [role, value])).toEqual([
      ['main', 'Ferry runs aground off Inselport'],
      ['sub', 'Nobody hurt'],
    ]);
    expect(item.altIds).toContainEqual({ role: 'du-key', value: 'ferry-inselport' });
    expect(item.associations).toMatchObject([
      {
        type: 'picture',
        by: 'Pia Lund',
        altIds: [{ role: 'original', value: 'NW-P-88' }],
        descriptions: [{ role: 'caption', value: 'The ferry on the rocks.' }],
        renditions: [{ href: 'https://pictures.nordwire.example/88.jpg', width: 4000, height: 3000 }],
      },
    ]);
    expect(editorial).toEqual({
      byline: 'By Maren Holt',
      sequence: '0417',
      takeKey: '1st Ld',
      category: ['i'],
      keywords: ['ferry', 'harbour'],
      wordCount: 44,
      dateline: {
        text: 'Inselport, Norland May 14',
        date: '2024-05-14',
        place: 'Inselport',
        country: 'NLD',
        agencies: [],
      },
    });
    expect(text.plain).toBe(
      'A ferry ran aground on Tuesday.\n\n' +
        'The ferry Nordstern with 212 passengers sat on a rock for 1/2 a day, the harbour office said.\n\n' +
        'Rescue\n\nNobody was hurt.\n\nPassengers\t212\n\nJonas Wick contributed.',
    );
  });

  it('holds embargoed copy until its release', async () => {
    const { embargo, item } = dispatchOf(await parseFixture('nitf/2-embargo.xml'));
    expect(embargo).toMatchObject({ state: 'until', until: '2024-05-14T18:00:00Z' });
    expect(item.embargoedUntil).toBe('2024-05-14T18:00:00Z');
  });

  it('holds copy whose embargo names no time, or none that can be read', async () => {
    const status = 'management-status="embargoed"';
    expect((await one({ status })).embargo?.state).toBe('unreadable');
    const release = '<date.release norm="tomorrow noon"/>';
    expect((await one({ status, docdata: release })).embargo?.state).toBe('unreadable');
  });

  it('hears an embargo that is only written in the message for editors', async () => {
    const docdata =
      '<date.issue norm="20240514T093000Z"/><ed-msg info="EMBARGOED until 1800 GMT on May 14 2024"/>';
    expect((await one({ docdata, status: 'management-status="usable"' })).embargo).toMatchObject({
      state: 'until',
      until: '2024-05-14T18:00:00Z',
    });
  });

  it('takes a release after the issue as an embargo, and one at the time of issue as none', async () => {
    const issue = '<date.issue norm="20240514T093000Z"/>';
    const later = await one({ docdata: `${issue}<date.release norm="20240515T093000Z"/>` });
    expect(later.embargo).toMatchObject({ state: 'until', until: '2024-05-15T09:30:00Z' });
    const same = await one({ docdata: `${issue}<date.release norm="20240514T093000Z"/>` });
    expect(same.embargo).toBeUndefined();
  });

  it('takes back a canceled document and what it names, with or without a text', async () => {
    const results = await parseFixture('nitf/3-kill.xml');
    expect(outcomes(results)).toEqual(['dispatch']);
    const { signal, item, identity } = dispatchOf(results);
    expect({ signal, status: item.pubStatus }).toEqual({ signal: 'kill', status: 'canceled' });
    expect(identity).toMatchObject({ story: 'NW-4711', targets: ['NW-4710'] });
  });

  it('takes back the former document that a usable one says is canceled', async () => {
    const status =
      'management-status="usable" management-doc-idref="NW-1" management-idref-status="canceled"';
    const docdata = '<doc-id id-string="NW-2"/><date.issue norm="20240514T093000Z"/>';
    const results = await parse(nitf({ status, docdata }));
    expect(results).toMatchObject([
      { signal: 'new', identity: { story: 'NW-2', targets: ['NW-1'] } },
      { signal: 'kill', identity: { story: 'NW-1' }, item: { pubStatus: 'canceled' } },
    ]);
  });

  it('withholds a document of a status that nobody knows', async () => {
    const { item, warnings } = await one({ status: 'management-status="pending"' });
    expect(item.pubStatus).toBe('withheld');
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'status_unknown' }));
  });

  it('knows a correction and what it corrects', async () => {
    const { signal, identity, item } = dispatchOf(await parseFixture('nitf/4-correction.xml'));
    expect(signal).toBe('correction');
    expect(identity).toMatchObject({ targets: ['NW-4711'], versionCreated: '2024-05-14T08:30:00Z' });
    expect(item.edNote).toBe('The ferry carried 121 passengers, not 212.');
  });

  it('keeps the text of a document without a head or a headline', async () => {
    const titled = dispatchOf(
      await parse(
        '<nitf><head><title>T</title></head><body><body.content><p>Only text.</p></body.content></body></nitf>',
      ),
    );
    expect([mainHeadline(titled.item), titled.text.plain]).toEqual(['T', 'Only text.']);
    const bare = dispatchOf(
      await parse('<nitf><body><body.content><p>Only text.</p></body.content></body></nitf>'),
    );
    expect(mainHeadline(bare.item)).toBe('Only text');
    expect(bare.warnings).toContainEqual(expect.objectContaining({ code: 'headline_derived' }));
    expect(bare.identity.basis).toBe('derived');
    const bodiless = dispatchOf(await parse('<nitf><p>Only text.</p></nitf>'));
    expect(bodiless.text.plain).toBe('Only text.');
  });

  it('refuses a document that says nothing', async () => {
    expect(outcomes(await parse('<nitf><head/><body/></nitf>'))).toEqual(['item_without_content']);
  });

  it('gives a text in one block, in escaped HTML or in lines its paragraphs back', async () => {
    const block = await one({ content: '<block>First line\nwrapped.\n\nSecond &lt;x&gt;.</block>' });
    expect(mainBody(block.item)).toBe('<p>First line wrapped.</p>\n<p>Second &lt;x&gt;.</p>');
    const cdata = await one({ content: '<![CDATA[<p>First.</p><p>Second &amp; last.</p>]]>' });
    expect(cdata.text.plain).toBe('First.\n\nSecond & last.');
    const lines = '    First line of it\nwrapped here\n    Second line\nwrapped too\n';
    expect((await one({ content: `<pre>${lines}</pre>` })).text.plain).toBe(
      'First line of it wrapped here\n\nSecond line wrapped too',
    );
  });

  it('keeps the lines of a preformatted list', async () => {
    const { item } = await one({ content: '<pre>Norland  2\nOstland  1</pre>' });
    expect(mainBody(item)).toBe('<pre>Norland  2\nOstland  1</pre>');
  });

  it('prefers the dateline that names the agency, wherever it stands', async () => {
    const head = '<dateline><location>INSELPORT</location></dateline>';
    const content = '<p>INSELPORT, May 14 (Reuters) - Herring prices rose.</p>';
    const docdata = '<date.issue norm="20230514T093000Z"/>';
    expect((await one({ head, content, docdata })).editorial.dateline).toMatchObject({
      text: 'INSELPORT, May 14 (Reuters) -',
      date: '2023-05-14',
      agencies: ['Reuters'],
    });
    const stamped = '<dateline><story.date norm="20230514T093000Z">20230514T093000Z</story.date></dateline>';
    expect((await one({ head: stamped, content: '<p>Text.</p>' })).editorial.dateline).toBeUndefined();
  });

  it('reads times without a zone in the zone of the profile', async () => {
    const { item } = await one({ docdata: '<date.issue norm="2024-05-14T12:00:00"/>' }, 'ntb');
    expect(item.versionCreated).toBe('2024-05-14T10:00:00Z');
  });

  it('strips the revision from the ids of providers that write it there, and keeps the id as sent', async () => {
    const id = '0f8fad5b-d9cb-469f-a165-70867728950eHHH-5-1';
    const { identity, item } = await one({ docdata: `<doc-id id-string="${id}"/>` }, 'pa');
    expect(identity).toMatchObject({ story: '0f8fad5b-d9cb-469f-a165-70867728950eHHH-1', version: '5' });
    expect(item.altIds).toContainEqual({ role: 'doc-id', value: id });
  });

  it('gives a story the same id in the rendition that writes its urn with dashes', async () => {
    const id = 'urn-newsml-dpa-com-20090101-240514-99-000001:1715671800000';
    const { identity } = await one({ docdata: `<doc-id id-string="${id}"/>` }, 'dpa');
    expect(identity).toMatchObject({ story: 'urn:newsml:dpa.com:20090101:240514-99-000001' });
    expect(identity.version).toBeUndefined();
  });

  it('reads metadata by the names of the profile', async () => {
    const meta = '<meta name="NTBStikkord" content="ferje"/><meta name="NTBIPTCSequence" content="41"/>';
    const { item, editorial } = await one({ meta }, 'ntb');
    expect([item.slugline, editorial.sequence]).toEqual(['ferje', '41']);
  });

  it('leaves out word counts that count characters', async () => {
    const docdata = '<pubdata item-length="454" unit-of-measure="character"/>';
    expect((await one({ docdata })).editorial.wordCount).toBeUndefined();
  });

  it('accepts an outer document type and mends broken markup, and refuses what leans on entities', async () => {
    const doctype = '<!DOCTYPE nitf SYSTEM "https://dtd.example/nitf.dtd">';
    expect(outcomes(await parse(doctype + nitf()))).toEqual(['dispatch']);
    const broken = await one({ head: '<hedline><hl1>Lind & Ek</hl1></hedline>' });
    expect(mainHeadline(broken.item)).toBe('Lind & Ek');
    expect(broken.warnings).toContainEqual(expect.objectContaining({ code: 'xml_repaired' }));
    const bomb = '<!DOCTYPE nitf [<!ENTITY a "aaaa">]>';
    expect(outcomes(await parse(bomb + nitf({ content: '<p>&a;</p>' })))).toEqual(['xml_malformed']);
    expect(outcomes(await parse(nitf({ content: '<block>'.repeat(100_000) })))).toEqual(['xml_too_deep']);
  });
});
