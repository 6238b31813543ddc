import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isRefusal, mainHeadline, type Dispatch } from '#contracts';
import { parseTransmission, type ParseOptions } from './parse.js';
import type { WireInput } from './reader.js';

const receivedAt = new Date('2022-05-24T06:00:00Z');

function parse(content: string | Uint8Array, more: Partial<WireInput> = {}, options: ParseOptions = {}) {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  return parseTransmission({ bytes, receivedAt, ...more }, options);
}

async function dispatches(content: string, more: Partial<WireInput> = {}): Promise<Dispatch[]> {
  const { results } = await parse(content, more);
  return results.filter((result): result is Dispatch => !isRefusal(result));
}

async function refusal(
  content: string | Uint8Array,
  options: ParseOptions = {},
): Promise<string | undefined> {
  const [result] = (await parse(content, {}, options)).results;
  return result && isRefusal(result) ? result.rejected.code : undefined;
}

/** One document of each XML format that holds an item, by its headline. */
const documents: readonly (readonly [string, (headline: string) => string])[] = [
  [
    'nitf',
    (headline) =>
      `<nitf><head><docdata><doc-id id-string="${headline}"/></docdata></head><body><body.head><hedline><hl1>${headline}</hl1></hedline></body.head><body.content><p>It sails.</p></body.content></body></nitf>`,
  ],
  [
    'newsml-g2',
    (headline) =>
      `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:nordwire.example:${headline.length}" version="1"><contentMeta><headline>${headline}</headline></contentMeta><contentSet><inlineData>It sails.</inlineData></contentSet></newsItem>`,
  ],
  [
    'newsml-1',
    (headline) =>
      `<NewsML><NewsItem><Identification><NewsIdentifier><PublicIdentifier>urn:newsml:nordwire.example:20240514:${headline.length}:1</PublicIdentifier></NewsIdentifier></Identification><NewsComponent><NewsLines><HeadLine>${headline}</HeadLine></NewsLines><ContentItem><DataContent>It sails.</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>`,
  ],
  [
    'ritzau',
    (headline) =>
      `<RBNews><NewsID>${headline.length}</NewsID><headline>${headline}</headline><content>It sails.</content></RBNews>`,
  ],
  [
    'rss',
    (headline) =>
      `<rss><channel><item><title>${headline}</title><description>It sails.</description></item></channel></rss>`,
  ],
];

describe.each(documents)('several documents of %s in one transmission', (format, document) => {
  it('are all read, whether or not each has a declaration of its own', async () => {
    for (const between of ['\n', '\n<?xml version="1.0"?>\n']) {
      const bytes = Buffer.from(`${document('Ferry sails')}${between}${document('Bridge opens again')}`);
      const { results } = await parseTransmission({ bytes, receivedAt: new Date('2024-05-14T16:00:00Z') });
      expect(
        results.map((result) => [result.format, isRefusal(result) || mainHeadline(result.item)]),
      ).toEqual([
        [format, 'Ferry sails'],
        [format, 'Bridge opens again'],
      ]);
    }
  });
});

describe('a transmission', () => {
  it.each([
    ['', 'empty_transmission'],
    ['  \r\n\t', 'empty_transmission'],
    ['{"uri": "urn:nw:1", ', 'json_malformed'],
    ['<?xml version="1.0"?><newsItem><open>', 'xml_malformed'],
    ['\u0001\u0002', 'empty_transmission'],
    ['12345', 'format_unknown'],
  ])('of %j is refused with %s', async (content, code) => {
    expect(await refusal(content)).toBe(code);
  });

  it('beyond the limit is refused before it is read', async () => {
    expect(await refusal('x'.repeat(2_000), { maxBytes: 1_000 })).toBe('transmission_too_large');
  });

  it('is read with the profile that the feed names', async () => {
    const { profile } = await parse('A title\n\nParis, 23 mai (AFP) - Le texte.', { profile: 'belga' });
    expect(profile.id).toBe('belga');
    expect(profile.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is read with the profile of its provider when the feed names none, and bears the provider in its ids', async () => {
    const { profile, results } = await parse('Titre\n\nLyon (Sudpresse) – Le texte est là.', {
      provider: 'sudpresse',
    });
    expect(profile).toMatchObject({ id: 'default', provider: 'sudpresse' });
    expect(results[0]).toMatchObject({
      item: { uri: expect.stringMatching(/^urn:wiredesk:sudpresse:text-/) },
    });
  });

  it('says so when its profile does not exist', async () => {
    const [dispatch] = await dispatches('A title\n\nA text with some words.', { profile: 'no-such' });
    expect(dispatch?.warnings.map(({ code }) => code)).toContain('profile_unknown');
  });

  it('says so when its charset is a guess', async () => {
    const { results, charset } = await parse(
      Buffer.from('Le caf\u00e9 ferme\n\nLe texte du caf\u00e9.', 'latin1'),
    );
    expect(charset).toMatchObject({ name: 'windows-1252', suspect: true });
    expect(results[0]).toMatchObject({
      warnings: expect.arrayContaining([expect.objectContaining({ code: 'charset_suspect' })]),
    });
  });

  it('always gets an answer, whatever the bytes', async () => {
    const starts = fc.constantFrom(
      '',
      '{',
      '[',
      '<?xml version="1.0"?>',
      '<rss>',
      'ZCZC\n',
      'Paris, 23 mai (AFP) - ',
      '\u0000',
    );
    await fc.assert(
      fc.asyncProperty(starts, fc.uint8Array({ maxLength: 400 }), async (start, noise) => {
        const { results } = await parse(Buffer.concat([Buffer.from(start), noise]));
        expect(results.length).toBeGreaterThan(0);
        for (const result of results)
          expect(isRefusal(result) ? result.rejected.code : 'read').not.toBe('internal_error');
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['one endless line', 'wort '.repeat(100_000)],
    ['a hundred thousand lines', 'Eine Zeile ohne Ende\n'.repeat(100_000)],
    ['blank lines only but for the end', `${'\n \t'.repeat(200_000)}Ende`],
    ['brackets', '(('.repeat(100_000)],
    ['dashes', 'PARIS - '.repeat(50_000)],
    ['quotes', '»'.repeat(200_000)],
  ])('is read in bounded time: %s', async (_, content) => {
    const started = performance.now();
    await parse(content);
    expect(performance.now() - started).toBeLessThan(8_000);
  });
});

describe('agency text', () => {
  it('in wrappers is as many items as there are wrappers', async () => {
    const found = await dispatches(
      [
        'ZCZC',
        'NWR0042 4 POL 120',
        'Faro quake kills four, rescue teams search for',
        'survivors under collapsed school',
        '   FARO, May 23 (NordWire) - A strong earthquake shook the island of Faro',
        'early on Monday, killing at least four people and trapping dozens under',
        'the rubble of a school, the authorities said.',
        '   The quake of magnitude 6.1 struck at 04:12 local time, the institute',
        'for seismology said.',
        '',
        '(Reporting by Tom Ode; Editing by Ann Lee)',
        'NNNN',
        'ZCZC',
        'FLASH - Faro president resigns',
        'NNNN',
      ].join('\r\n'),
    );
    expect(found.map(({ item }) => mainHeadline(item))).toEqual([
      'Faro quake kills four, rescue teams search for survivors under collapsed school',
      'Faro president resigns',
    ]);
    expect(found[0]?.text.plain.split('\n\n')).toEqual([
      'A strong earthquake shook the island of Faro early on Monday, killing at least four people and trapping dozens under the rubble of a school, the authorities said.',
      'The quake of magnitude 6.1 struck at 04:12 local time, the institute for seismology said.',
    ]);
    expect(found[1]?.text.plain).toBe('Faro president resigns');
  });

  it('with marked lines gives their facts', async () => {
    const [found] = await dispatches(
      'ZCZC NWR\n%A\n#Harbour_BC1\n$Crane falls in harbour\n:(LUND SOUND)\n*07000000\nA crane fell in the harbour.\nNNNN',
    );
    expect(mainHeadline(found?.item ?? { uri: 'x' })).toBe('Crane falls in harbour');
    expect(found?.item).toMatchObject({ slugline: 'Harbour_BC1', located: 'LUND SOUND' });
    expect(found?.editorial.category).toEqual(['A']);
    expect(found?.text.plain).toBe('A crane fell in the harbour.');
  });

  it('of one paragraph gets a headline from its first sentence', async () => {
    const [found] = await dispatches('Berlin (dpa) - Der Rat hat ein Gesetz beschlossen. Es gilt ab Juni.');
    expect(mainHeadline(found?.item ?? { uri: 'x' })).toBe('Der Rat hat ein Gesetz beschlossen');
    expect(found?.warnings.map(({ code }) => code)).toContain('headline_derived');
  });

  it('keeps lists and tables', async () => {
    const [found] = await dispatches(
      'Results of the day\n\nRace one\n3.00 Grey Harbour\n4.80 Old Lantern\n\nRace two\n2.80 Quiet Reef\n7.00 Salt Road',
    );
    expect(found?.text.plain.split('\n\n')).toEqual([
      'Race one',
      '3.00 Grey Harbour',
      '4.80 Old Lantern',
      'Race two',
      '2.80 Quiet Reef',
      '7.00 Salt Road',
    ]);
  });

  it('that takes an item back names it', async () => {
    const [found] = await dispatches(
      'KILL KILL KILL\n\nPlease kill item NordWire 157, headlined “Minister quits over loan”.',
    );
    expect(found).toMatchObject({
      signal: 'kill',
      identity: {
        basis: 'derived',
        targets: expect.arrayContaining(['NordWire 157', 'Minister quits over loan']),
      },
      item: { pubStatus: 'canceled' },
    });
  });

  it('that takes back nobody knows what names nothing', async () => {
    const [found] = await dispatches('KILL KILL KILL\n\nPlease kill our last item. We regret the mistake.');
    expect(found?.signal).toBe('kill');
    expect(found?.identity.targets).toBeUndefined();
  });

  it('keeps notes to editors out of the copy', async () => {
    const [found] = await dispatches(
      'UPDATE 2-Ferry runs aground\n\n(Adds quotes, details)\n\nLUND SOUND, May 24 (NordWire) - A ferry ran aground.\n\nNobody was hurt.',
    );
    expect(found).toMatchObject({ signal: 'update', item: { edNote: '(Adds quotes, details)' } });
    expect(found?.text.plain).toBe('A ferry ran aground.\n\nNobody was hurt.');
    expect(mainHeadline(found?.item ?? { uri: 'x' })).toBe('Ferry runs aground');
  });

  it('under embargo is held', async () => {
    const [until] = await dispatches(
      'EMBARGOED UNTIL 24 May 2022 18:00 GMT\n\nStudy on coffee\n\nLUND SOUND, May 24 (NordWire) - Coffee helps.',
    );
    expect(until?.embargo).toMatchObject({ state: 'until', until: '2022-05-24T18:00:00Z' });
    expect(until?.text.plain).toBe('Coffee helps.');
    const [unreadable] = await dispatches(
      'SPERRFRIST: Dienstag, 18 Uhr\n\nStudie zu Kaffee\n\nLorsund (Ostkurier) - Kaffee hilft.',
    );
    expect(unreadable?.embargo?.state).toBe('unreadable');
  });
});
