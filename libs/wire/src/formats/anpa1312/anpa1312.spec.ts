import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isRefusal, mainHeadline, type Dispatch } from '#contracts';
import { parseTransmission } from '../../parse.js';
import { cpuMilliseconds } from '../support/cpu.testing.js';
import { dispatchOf, outcomes, parse } from '../support/parse.testing.js';
import { messagesOf } from './messages.js';
import { segmentsOf } from './segments.js';

const [syn, soh, stx, etx, eot] = ['\u0016', '\u0001', '\u0002', '\u0003', '\u0004'];
const [text, table] = ['\u0013\u0011', '\u0014\u0012'];

const keywordLine = '^bc-Inselport-Ferry Accident, 1st Ld-Writethru,212<';
const titles = [
  keywordLine,
  '^Ferry runs aground off Inselport<',
  '^Eds: Adds quotes. With NW Photos.<',
  '^By MAREN HOLT=',
  '^NordWire Writer=',
];
const copy = [
  "\t   INSELPORT, Portugal (NordWire) _ A ferry ran aground off Inselport on Tuesday. ``Nobody was hurt,'' the harbour office said. ",
  ' ',
  '\t   The office _ and the line _ will report on the causes. ',
];
const paragraphs =
  'A ferry ran aground off Inselport on Tuesday. "Nobody was hurt," the harbour office said.\n\n' +
  'The office — and the line — will report on the causes.';

/** A message around its titles and copy, as a wire writes it. */
function message({
  header = `a0105\u001Fnord\r\nu i${text} bc-Inselport-FerryAccide 1stLd-Writethru   05-14 0312`,
  lines = [...titles, ...copy],
  trailer = 'NW-WF-05-14-24 1523GMT<',
} = {}): string {
  return `${syn}${syn}${soh}${header}\r\n${stx}${lines.join('\r\n')}\r\n\r\n\t   ${etx}${trailer}\r\n\r\n\u000C\r\n${eot}`;
}
const one = async (parts: Parameters<typeof message>[0]): Promise<Dispatch> =>
  dispatchOf(await parse(message(parts)));

describe('ANPA 1312', () => {
  it('knows a selector by the end of its line where the separator became a blank', async () => {
    const { editorial, item } = await one({
      header: `a0105 nord\r\nu i${text} bc-Inselport-FerryAccide 1stLd-Writethru   05-14 0312`,
    });
    expect(item.altIds).toEqual([{ role: 'transmission', value: 'a0105' }]);
    expect(editorial).toMatchObject({ priority: '3', category: ['i'], wordCount: 312 });
  });

  it('reads a message that lost its frame behind another, and loses no text without a header', async () => {
    const unframed = message().replaceAll(new RegExp(`[${syn}${soh}${stx}]`, 'g'), '');
    expect(outcomes(await parse(message() + unframed))).toEqual(['dispatch', 'dispatch']);
    const headless = 'A second ferry ran aground off Inselport on Wednesday, the harbour office said.';
    expect(outcomes(await parse(message() + headless))).toEqual(['dispatch', 'item_invalid']);
    expect(outcomes(await parse(`${message()}\r\nNNNN\r\n`))).toEqual(['dispatch']);
  });

  it('reads both header lines, the titles, the copy and the time', async () => {
    const { format, item, editorial, identity, signal, text: said, warnings } = await one({});
    expect({ format, signal, basis: identity.basis }).toEqual({
      format: 'anpa1312',
      signal: 'update',
      basis: 'derived',
    });
    expect(item).toMatchObject({
      slugline: 'bc-Inselport-Ferry Accident',
      by: 'By MAREN HOLT, NordWire Writer',
      edNote: 'Eds: Adds quotes. With NW Photos.',
      versionCreated: '2024-05-14T15:23:00Z',
      altIds: [{ role: 'transmission', value: 'a0105' }],
    });
    expect(mainHeadline(item)).toBe('Ferry runs aground off Inselport');
    expect(editorial).toMatchObject({
      sequence: '0105',
      priority: '3',
      category: ['i'],
      wordCount: 312,
      takeKey: '1stLd-Writethru',
      dateline: { place: 'INSELPORT', country: 'Portugal', agencies: ['NordWire'] },
    });
    expect(said.plain).toBe(paragraphs);
    expect(warnings).toEqual([]);
  });

  it('gives the same story when it is filed again under another category', async () => {
    const again = await one({
      header: `s0207\u001Fnord\r\nr s${text} bc-Inselport-FerryAccide 1stLd-Writethru   05-14 0312`,
    });
    expect(again.identity.story).toBe((await one({})).identity.story);
    expect(again.editorial.category).toEqual(['s']);
  });

  it('takes no story for an alert because of its priority letter', async () => {
    const { item, editorial } = await one({
      header: `W2870\u001Fnord\nf l${text} bc-Inselport-Harbour     05-14 1049`,
    });
    expect(editorial.priority).toBe('1');
    expect(item.urgency).toBeUndefined();
  });

  it('reads an alert that has no headline line', async () => {
    const { item, text: said } = await one({
      lines: ['^bc-NewsAlert,9<', '\t   INSELPORT (NordWire) _ Ferry runs aground off Inselport.'],
    });
    expect(mainHeadline(item)).toBe('Ferry runs aground off Inselport');
    expect(said.plain).toBe('Ferry runs aground off Inselport.');
  });

  it('reads a header without a word count, and takes the day from it when there is no trailer', async () => {
    const { item, editorial, warnings } = await one({
      header: `s0284\u001F-----\r\nr s${text} bc-Inselport-Glance     05-12 `,
      trailer: '',
    });
    expect(editorial.wordCount).toBeUndefined();
    expect(item.versionCreated).toBe('2024-05-12T00:00:00Z');
    expect(warnings.map(({ code }) => code)).toContain('date_day_only');
  });

  it('takes a day without a year from the year before when it would lie ahead', async () => {
    const { item } = await one({
      header: `s0284\u001F-----\r\nr s${text} bc-Inselport-Glance     12-30 0100`,
      trailer: '',
    });
    expect(item.versionCreated).toBe('2023-12-30T00:00:00Z');
  });

  it('keeps tables with semicolons', async () => {
    const { item, text: said } = await one({
      header: `s0284\u001F-----\r\nr s${table} bc-Inselport-Weather     05-14 0100`,
      lines: [
        '^bc-Inselport-Weather,<',
        '\t   INSELPORT (NordWire) _ Temperatures of Tuesday:<',
        '\t   ;MIN;MAX;COND<',
        '\t   Inselport;42;50;rn<',
        '\t   Oststadt;60;69;clr<',
        '^END<',
      ],
    });
    expect(said.plain).toContain('Inselport\t42\t50\trn\nOststadt\t60\t69\tclr');
    expect(said.plain).not.toContain('END');
    expect(item.bodies?.[0]?.value).toContain('<td>Inselport</td><td>42</td>');
  });

  it('keeps tables with separators, and halves', async () => {
    const { text: said } = await one({
      header: `s0284\u001F-----\r\nr s${table} bc-Inselport-Standings     05-14`,
      lines: [
        '^bc-Inselport-Standings<',
        '^Standings=',
        '^NORTHERN LEAGUE=',
        '\u0008^\u001F\u001E W\u001E \u001E \u001E L\u001E GB',
        '\u0008New\u0010 Port\u001F\u001E 73\u001E \u001E 52\u001E 3{',
        '\t   ___=',
        "^Tuesday's Games=",
        '\t   New Port 6, Oststadt 5<',
      ],
    });
    expect(said.plain).toBe(
      "NORTHERN LEAGUE\n\n\tW\tL\tGB\nNew Port\t73\t52\t3½\n\nTuesday's Games\n\nNew Port 6, Oststadt 5",
    );
  });

  it('keeps a summary between the titles apart from the copy', async () => {
    const summary =
      'A ferry ran aground off Inselport on Tuesday, the third one this year, and traffic between the islands stopped for hours.';
    const { item, text: said } = await one({
      lines: [...titles.slice(0, 3), `^${summary}<`, ...titles.slice(3), ...copy],
    });
    expect(item.descriptions).toEqual([{ role: 'summary', contentType: 'text/plain', value: summary }]);
    expect(said.plain).toBe(paragraphs);
  });

  it('reads a list of titles as copy, and passes over codes for machines', async () => {
    const { item, text: said } = await one({
      lines: [
        '^*9006< ^bc-Inselport-Headlines,0100<',
        '^Top news at noon<',
        '^Ferry aground<',
        '^Prices rise<',
      ],
    });
    expect(item.slugline).toBe('bc-Inselport-Headlines');
    expect(mainHeadline(item)).toBe('Top news at noon');
    expect(said.plain).toBe('Ferry aground\n\nPrices rise');
  });

  it('joins copy that is wrapped, with a headline that a plus sign closes', async () => {
    const {
      item,
      editorial,
      text: said,
    } = await one({
      lines: [
        'bc-Inselport-FerryAccident',
        'Ferry runs aground off Inselport +',
        '     INSELPORT, Dec. 9 (NordWire) - A ferry ran aground off Inselport on',
        'Tuesday, the harbour office said.',
        '     Nobody was hurt.',
        '==NordWire',
      ],
      trailer: 'NW-WF-12-09-18 2118JST<',
    });
    expect(item.versionCreated).toBe('2018-12-09T12:18:00Z');
    expect(editorial.dateline?.date).toBe('2018-12-09');
    expect(mainHeadline(item)).toBe('Ferry runs aground off Inselport');
    expect(said.plain).toBe(
      'A ferry ran aground off Inselport on Tuesday, the harbour office said.\n\nNobody was hurt.',
    );
  });

  it.each([
    ['^bc-Inselport-Ferry Accident, BULLETIN KILL,40<', 'kill'],
    ['^bc-Inselport-Ferry Accident, 2nd Ld-Writethru,400<', 'update'],
    ['^bc-Inselport-Ferry Accident, WITHHOLD,40<', 'withhold'],
    ['^bc-Inselport-Ferry Accident, 1st Add,40<', 'new'],
  ])('hears the version in the keyword line: %s', async (first, signal) => {
    const found = await one({
      header: `a0105\u001Fnord\r\nu i${text} bc-Inselport-FerryAccide     05-14 0312`,
      lines: [first, '^Ferry runs aground off Inselport<', ...copy],
    });
    expect(found.signal).toBe(signal);
  });

  it('hears a correction in the headline of a lead', async () => {
    const found = await one({ lines: [keywordLine, '^Correction: Ferry story<', ...copy] });
    expect(found.signal).toBe('correction');
  });

  it('holds copy that is filed ahead for an operator', async () => {
    const { embargo } = await one({
      lines: ['^bc-Inselport-Ferry, ADV 28,212<', ...titles.slice(1), ...copy],
    });
    expect(embargo?.state).toBe('unreadable');
  });

  it('gives one item for each message, with and without fill characters', async () => {
    const other = message({
      header: `a0106\u001Fnord\nr f${text} bc-Prices     05-14 0100`,
      lines: ['^bc-Prices,1<', '^Prices rise<', ...copy],
    });
    for (const both of [message() + other, (message() + other).replaceAll(syn, '')]) {
      const results = await parse(both);
      expect(results.map((result) => (isRefusal(result) ? '' : mainHeadline(result.item)))).toEqual([
        'Ferry runs aground off Inselport',
        'Prices rise',
      ]);
    }
  });

  it('reads a message whose control characters are all gone', async () => {
    const bare = message().replace(/[\u0001-\u0004\u0008\u000C\u0010-\u001F]/g, '');
    const { format, results } = await parseTransmission({
      bytes: new TextEncoder().encode(bare),
      receivedAt: new Date('2024-05-14T16:00:00Z'),
    });
    expect(format).toBe('anpa1312');
    const { item, editorial, text: said } = dispatchOf(results);
    expect(mainHeadline(item)).toBe('Ferry runs aground off Inselport');
    expect(item.versionCreated).toBe('2024-05-14T15:23:00Z');
    expect(editorial.sequence).toBe('0105');
    expect(said.plain).toBe(paragraphs);
  });

  it('says so when a message was cut off', async () => {
    const { warnings } = dispatchOf(await parse(message().split(etx)[0] ?? ''));
    expect(warnings.map(({ code }) => code)).toContain('message_truncated');
  });

  it('reads any damage to a message without a fault of its own', async () => {
    const whole = message();
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length),
        fc.nat(whole.length),
        fc.constantFrom('', soh, stx, etx, eot, '^', '<', ';;;'),
        async (from, to, put) => {
          const results = await parse(whole.slice(0, from) + put + whole.slice(to));
          expect(outcomes(results)).not.toContain('internal_error');
        },
      ),
      { numRuns: 60 },
    );
  });

  it('takes time in proportion to the size of the file', () => {
    for (const mark of ['\t', ' ', '< ', '= ', '\u001F ']) {
      const line = `\tA ferry${mark.repeat(200_000)}sails.`;
      expect(cpuMilliseconds(() => segmentsOf(line, false))).toBeLessThan(2_000);
    }
    expect(cpuMilliseconds(() => messagesOf(message().repeat(5_000)))).toBeLessThan(2_000);
    const rows = '\u0008a\u001F\u001E \u001E \u001E b\n'.repeat(50_000);
    expect(
      cpuMilliseconds(() => segmentsOf(rows + '^'.repeat(100_000) + ' '.repeat(100_000), true)),
    ).toBeLessThan(2_000);
  });
});
