import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { isRefusal, mainHeadline, type Dispatch } from '#contracts';
import { parseTransmission } from '../../parse.js';
import { cpuMilliseconds } from '../support/cpu.testing.js';
import { dispatchOf, outcomes, parse } from '../support/parse.testing.js';
import { findHeading } from './heading.js';
import { messagesOf } from './messages.js';
import { takeNotebook } from './notebook.js';

const [soh, stx, etx, eot, del, bel] = ['\u0001', '\u0002', '\u0003', '\u0004', '\u007F', '\u0007'];
const receivedAt = new Date('2024-05-14T16:00:00Z');

const copy = `Inselport (NordWire) - A ferry ran aground off Inselport on Tuesday, the
harbour office said. Nobody on board was hurt and the sea was calm.

The office will report on the causes next week. Traffic between the
islands is back to normal.`;
const paragraphs =
  'A ferry ran aground off Inselport on Tuesday, the harbour office said. Nobody on board was hurt and the sea was calm.\n\n' +
  'The office will report on the causes next week. Traffic between the islands is back to normal.';

/** A message around its heading and copy, as a wire writes it. */
function message({
  header = 'nwe0042 4 pl 57  nwi 0815',
  keywords = 'Traffic/Ferry/Inselport/',
  heading = 'Ferry runs aground off Inselport =',
  text = copy,
  trailer = '141523 May 24',
} = {}): string {
  return `${soh}${header}\r\n\r\n${keywords}\r\n${stx}${heading}\r\n\r\n${text.replaceAll('\n', '\r\n')}\r\n\r\n${etx}${trailer}\r\n${del}\r\n${del}${eot}\r\n`;
}
const one = async (parts: Parameters<typeof message>[0]): Promise<Dispatch> =>
  dispatchOf(await parse(message(parts)));

describe('IPTC 7901', () => {
  it('reads header, keywords, headline, byline, copy and time', async () => {
    const { format, item, editorial, identity, signal, text, warnings } = await one({
      heading: 'Ferry runs aground off Inselport\r\nBy Maren Holt, NordWire =',
    });
    expect({ format, signal }).toEqual({ format: 'iptc7901', signal: 'new' });
    expect(item).toMatchObject({
      urgency: 4,
      slugline: 'Traffic/Ferry/Inselport',
      by: 'By Maren Holt, NordWire',
      located: 'Inselport',
      language: 'en',
      versionCreated: '2024-05-14T15:23:00Z',
      altIds: [{ role: 'transmission', value: 'nwe0042' }],
    });
    expect(mainHeadline(item)).toBe('Ferry runs aground off Inselport');
    expect(editorial).toMatchObject({
      sequence: '0042',
      priority: '4',
      category: ['pl'],
      wordCount: 57,
      keywords: ['Traffic', 'Ferry', 'Inselport'],
      dateline: { text: 'Inselport (NordWire) -', place: 'Inselport', agencies: ['NordWire'] },
    });
    expect(identity.basis).toBe('derived');
    expect(text.plain).toBe(paragraphs);
    expect(warnings.map(({ code }) => code)).not.toContain('controls_removed');
  });

  it('gives the same story when a message is sent again under another number', async () => {
    const first = await one({});
    const again = await one({ header: 'nwe0077 4 pl 57  nwi 0816', trailer: '141700 May 24' });
    expect(again.identity.story).toBe(first.identity.story);
  });

  it('reads the local time in the zone of the agency, or in the zone that is written', async () => {
    const { item } = dispatchOf(await parse(message({ trailer: '141523 Mai 24' }), 'dpa'));
    expect(item.versionCreated).toBe('2024-05-14T13:23:00Z');
    const zoned = await one({ trailer: '141523 MESZ Mai 24' });
    expect(zoned.item.versionCreated).toBe('2024-05-14T13:23:00Z');
    const yearless = await one({ trailer: '141523 GMT Mai' });
    expect(yearless.item.versionCreated).toBe('2024-05-14T15:23:00Z');
  });

  it('joins a headline over two lines and a byline over two lines', async () => {
    const { item } = await one({
      heading:
        'Harbour office of Inselport announces report on the causes of the\r\nferry accident =\r\nBy Maren Holt =',
    });
    expect(mainHeadline(item)).toBe(
      'Harbour office of Inselport announces report on the causes of the ferry accident',
    );
    expect(item.by).toBe('By Maren Holt');
  });

  it('keeps a catchword over the headline and a subtitle under it apart', async () => {
    const { item } = await one({
      heading: 'Seefahrt\r\nFähre vor Inselport auf Grund =\r\nUtl.: Niemand verletzt =',
    });
    expect(item.headlines?.map(({ role, value }) => [role, value])).toEqual([
      ['main', 'Fähre vor Inselport auf Grund'],
      ['kicker', 'Seefahrt'],
      ['subtitle', 'Niemand verletzt'],
    ]);
  });

  it.each([
    ['2ND LEAD', 'update', '2ND LEAD'],
    ['REFILE\r\n1ST LEAD', 'correction', 'REFILE 1ST LEAD'],
    [
      '(Berichtigung: Name im 2. Absatz\r\nrichtig Holt)\r\n(Zusammenfassung)',
      'correction',
      'Zusammenfassung',
    ],
    ['(KORR-Bericht)', 'new', 'KORR-Bericht'],
    [`(Eil ${bel.repeat(5)})`, 'new', 'Eil'],
    ['EXTRA', 'new', 'EXTRA'],
    ['HOLD HOLD HOLD', 'withhold', 'HOLD HOLD HOLD'],
  ])('hears what stands over the headline: %j', async (keys, signal, takeKey) => {
    const found = await one({ heading: `${keys}\r\nFerry runs aground off Inselport =` });
    expect(found.signal).toBe(signal);
    expect(found.editorial.takeKey).toBe(takeKey);
    expect(mainHeadline(found.item)).toBe('Ferry runs aground off Inselport');
  });

  it('lets a correction in the headline outdo a lead number', async () => {
    const found = await one({ heading: '1ST LEAD\r\nCORRECTION: Ferry runs aground off Inselport =' });
    expect(found.signal).toBe('correction');
  });

  it('takes a kill for what it is and keeps the number that it names', async () => {
    const { signal, item, identity } = await one({
      heading: 'KILL KILL KILL',
      text: 'Please kill item nwe 0042, "Ferry runs aground off Inselport". It is wrong.',
    });
    expect(signal).toBe('kill');
    expect(item.pubStatus).toBe('canceled');
    expect(identity.targets).toEqual(
      expect.arrayContaining(['nwe 0042', 'Ferry runs aground off Inselport']),
    );
  });

  it('holds copy back until the instant of an embargo in brackets', async () => {
    const { embargo, item } = await one({
      heading: '(Embargo: until 15 May 2024 06:00 GMT)\r\nFerry report published =',
    });
    expect(embargo).toMatchObject({ state: 'until', until: '2024-05-15T06:00:00Z' });
    expect(item.edNote).toContain('Embargo');
  });

  it('cuts the notebook off and never shows what is not for publication', async () => {
    const { item, text } = await one({
      text: `${copy}\n\n# Notebook\n\n## Note to editors\n- adds report,\n  byline\n\n## Internet links\n- [Office](https://example.org/office)\n\n* * * *\nThe following information is not intended for publication\n\n## Contacts\n- Maren Holt, +99 30 555, <holt@nordwire.example>\n\nnwi mh jk`,
    });
    expect(text.plain).toBe(paragraphs);
    expect(item.edNote).toBe(
      'Note to editors: adds report, byline\nInternet links: [Office](https://example.org/office)',
    );
    expect(JSON.stringify(item)).not.toContain('holt@nordwire.example');
  });

  it('takes the initials behind the copy off', async () => {
    const { text } = dispatchOf(await parse(message({ text: `${copy}\n\n(SDA/mh)` }), 'ats'));
    expect(text.plain).toBe(paragraphs);
  });

  it('keeps the columns of a table', async () => {
    const table = 'Inselport      3   1   7\nOststadt       2   2   6\nNordheim       1   3   4';
    const { text, item } = await one({ text: `${copy}\n\n${table}` });
    expect(text.plain).toContain(table);
    expect(item.bodies?.[0]?.value).toContain('<pre>Inselport      3   1   7');
  });

  it('reads an alert that has no headline line, no word count and no end', async () => {
    const [result] = await parse(`${soh}NWR0042 4 POL 0\r\nAlert\r\n${stx}Quake hits Faro\r\n`);
    const { item, editorial, text, warnings } = dispatchOf([result as Dispatch]);
    expect(mainHeadline(item)).toBe('Quake hits Faro');
    expect(text.plain).toBe('Quake hits Faro');
    expect(editorial).toMatchObject({ category: ['POL'], sequence: '0042', keywords: ['Alert'] });
    expect(editorial.wordCount).toBeUndefined();
    expect(item.bodies?.[0]?.wordCount).toBe(3);
    expect(warnings.map(({ code }) => code)).toContain('message_truncated');
  });

  it('gives one item for each message of a file, whether framed or not', async () => {
    const second = message({ header: 'nwe0043 3 ec 9', heading: 'Prices rise in Oststadt =' });
    const both = message() + second;
    expect(outcomes(await parse(both))).toEqual(['dispatch', 'dispatch']);
    const bare = both.replace(/[\u0001-\u0004\u007F]/g, '');
    const results = await parse(bare);
    expect(results.map((result) => (isRefusal(result) ? '' : mainHeadline(result.item)))).toEqual([
      'Ferry runs aground off Inselport',
      'Prices rise in Oststadt',
    ]);
  });

  it('reads on when one message of a file says nothing', async () => {
    const empty = `${soh}nwe0044 4 pl 0\r\n\r\n${stx}\r\n${etx}141523 May 24\r\n${eot}`;
    const results = await parse(empty + message());
    expect(outcomes(results)).toEqual(['item_without_content', 'dispatch']);
  });

  it('finds the headline where no line ends in an equals sign', async () => {
    const { item, text } = await one({
      heading: '2ND LEAD\r\nFerry runs aground off Inselport\r\nBy Maren Holt',
    });
    expect(mainHeadline(item)).toBe('Ferry runs aground off Inselport');
    expect(item.by).toBe('By Maren Holt');
    expect(text.plain).toBe(paragraphs);
  });

  it('is not misled by an equals sign in the copy', async () => {
    const { item, text } = await one({ text: `${copy}\n\nThe sum is\na + b =\nc` });
    expect(mainHeadline(item)).toBe('Ferry runs aground off Inselport');
    expect(text.plain).toContain('a + b =');
  });

  it('reads Latin letters and UTF-8 alike, fill characters before the frame included', async () => {
    const framed = `${del}${del}\r\n${message({ heading: 'Fähre läuft vor Inselport auf Grund =' })}`;
    for (const charset of ['windows-1252', 'utf-8']) {
      const { results } = await parseTransmission({ bytes: iconv.encode(framed, charset), receivedAt });
      expect(mainHeadline(dispatchOf(results).item)).toBe('Fähre läuft vor Inselport auf Grund');
    }
  });

  it('knows the agency by the name at the end of the header', async () => {
    const { profile } = await parseTransmission({
      bytes: new TextEncoder().encode(
        message({ header: 'bdt0001 4 pl 57  dpa 0815', text: 'Nur ein Satz.' }),
      ),
      receivedAt,
    });
    expect(profile.id).toBe('dpa');
  });

  it('leaves copy that opens with a word and a number to the text reader', async () => {
    const { format } = await parseTransmission({
      bytes: new TextEncoder().encode('Apollo11 3 astronauts\n\nThe crew came home on Tuesday.'),
      receivedAt,
    });
    expect(format).toBe('text');
  });

  it('loses no text whose header is damaged or gone, and adds it to no other message', async () => {
    const damaged = message().replace('nwe0042', '@@@@');
    const headless = copy.replaceAll('\n', '\r\n');
    for (const text of [message() + damaged, damaged + message(), message() + headless]) {
      const results = await parse(text, 'default');
      const dispatches = results.flatMap((result) => (isRefusal(result) ? [] : [result]));
      expect(outcomes(results).toSorted()).toEqual(['dispatch', 'item_invalid']);
      expect(dispatches[0]?.text.plain).toBe(paragraphs);
    }
  });

  it('takes fill characters, end marks and the trailer between messages for no text', async () => {
    const results = await parse(`${message()}\r\nNNNN\r\n\r\n${message()}NNNN\r\n`);
    expect(outcomes(results)).toEqual(['dispatch', 'dispatch']);
  });

  it('reads any damage to a message without a fault of its own', async () => {
    const whole = message();
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length),
        fc.nat(whole.length),
        fc.constantFrom('', soh, stx, etx, eot, del, '=', '('),
        async (from, to, put) => {
          const results = await parse(whole.slice(0, from) + put + whole.slice(to));
          expect(outcomes(results)).not.toContain('internal_error');
        },
      ),
      { numRuns: 60 },
    );
  });

  it('takes time in proportion to the size of the file', () => {
    const many = message().repeat(5_000);
    expect(cpuMilliseconds(() => messagesOf(many.replaceAll('\r', ''), receivedAt))).toBeLessThan(2_000);
    const notebook = message({
      text: `${copy}\n# Notebook\n## Editors\n- point\n${'word word word\n'.repeat(100_000)}`,
    });
    expect(cpuMilliseconds(() => takeNotebook(notebook.split('\r\n')))).toBeLessThan(2_000);
    for (const mark of [' ', '=', '= ', '/ ']) {
      const line = `Ferry${mark.repeat(200_000)}sails`;
      expect(cpuMilliseconds(() => findHeading([line, '', 'Copy.'], () => false))).toBeLessThan(2_000);
    }
    const long = `${soh}nwe0042 4 pl 1\n${stx}${`${stx}${etx}(=`.repeat(200_000)}`;
    expect(cpuMilliseconds(() => messagesOf(long, receivedAt))).toBeLessThan(2_000);
  });
});
