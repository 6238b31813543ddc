import { describe, expect, it } from '@jest/globals';
import { mainBody, mainHeadline, ninjsItem, type Dispatch } from '#contracts';
import { defaultProfile, profileById, profileOf, type Profile } from '../profiles/index.js';
import type { ReadContext } from '../reader.js';
import { buildDispatch, type DispatchDraft } from './index.js';
import { isUri, uriOf } from './item-uri.js';
import { readStatus } from './statuses.js';

const received = '2024-05-14T12:00:00Z';

function contextOf(profile: Profile = defaultProfile()): ReadContext {
  return {
    bytes: new Uint8Array(),
    text: '',
    charset: { name: 'utf-8', basis: 'utf-8', suspect: false },
    contentType: undefined,
    filename: undefined,
    receivedAt: new Date(received),
    profile,
  };
}

const nordwire = profileOf({
  id: 'nordwire',
  name: 'NordWire',
  provider: 'nordwire',
  zone: 'Europe/Oslo',
  idRules: [{ pattern: '^(?<key>urn:newsml:nordwire\\.example:\\d+:\\d+):(?<version>\\d+)$' }],
  signalCodes: { 'nwstat:C': 'correction' },
});

function build(draft: Partial<DispatchDraft>, profile = nordwire): Dispatch {
  return buildDispatch(
    {
      format: 'newsml-g2',
      item: {},
      storyKey: 'NW-77',
      headlineRaw: 'A title',
      body: { plain: 'A text.' },
      ...draft,
    },
    contextOf(profile),
  );
}

const codes = (dispatch: Dispatch): string[] => dispatch.warnings.map(({ code }) => code);

describe('a finished dispatch', () => {
  it('is valid ninjs 3.1, stamped with the standard, its body counted', () => {
    const { item, text } = build({ body: { plain: 'Un mot & deux.\n\nTrois.' } });
    expect(ninjsItem.safeParse(item).success).toBe(true);
    expect(item.standard?.version).toBe('3.1');
    expect(mainBody(item)).toBe('<p>Un mot &amp; deux.</p>\n<p>Trois.</p>');
    expect(item.bodies?.[0]).toMatchObject({ role: 'main', wordCount: 4, charCount: 22 });
    expect(text.plain).toBe('Un mot & deux.\n\nTrois.');
    expect(mainHeadline(item)).toBe('A title');
  });

  it('cleans HTML that nobody cleaned', () => {
    const { item, text } = build({ body: { html: '<p onclick=x>Text</p><script>evil()</script>' } });
    expect(mainBody(item)).toBe('<p>Text</p>');
    expect(text.plain).toBe('Text');
  });

  it('has a headline that is text, never HTML', () => {
    expect(mainHeadline(build({ headlineRaw: 'Tom &amp; <b>Jerry</b>' }).item)).toBe('Tom & Jerry');
    const { item, warnings } = build({
      headlineRaw: '<img src=x onerror=1>',
      body: { plain: 'First. Second.' },
    });
    expect(mainHeadline(item)).toBe('First');
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'headline_derived' }));
  });

  it('keeps the mark of a coded format in its headline', () => {
    const { item, signal } = build({ headlineRaw: 'UPDATE 2-Ferry aground' });
    expect(mainHeadline(item)).toBe('UPDATE 2-Ferry aground');
    expect(signal).toBe('update');
  });

  it('derives a long headline on the border of a character', () => {
    const { item } = build({ headlineRaw: '', body: { plain: `${'wort '.repeat(30)}😀` } });
    expect(Array.from(mainHeadline(item) ?? '').length).toBeLessThanOrEqual(100);
    expect(mainHeadline(item)?.endsWith('…')).toBe(true);
  });

  it('drops what is no text, counts it, and composes accents', () => {
    const dispatch = build({
      headlineRaw: 'Zu\u0308rich\u0000 votes\u0004',
      item: { slugline: 'bad \ud83d end' },
    });
    expect(mainHeadline(dispatch.item)).toBe('Zürich votes');
    expect(dispatch.item.slugline?.isWellFormed()).toBe(true);
    expect(codes(dispatch)).toContain('controls_removed');
  });

  it('loses a member that is not valid, not the item', () => {
    const dispatch = build({
      item: { urgency: 12, expires: 'soon', subjects: [{ name: 'ok' }, { name: 'bad', relevance: 900 }] },
    });
    expect(dispatch.item.urgency).toBeUndefined();
    expect(dispatch.item.expires).toBeUndefined();
    expect(dispatch.item.subjects?.[0]).toEqual({ name: 'ok' });
    expect(codes(dispatch).filter((code) => code === 'member_dropped')).toHaveLength(3);
  });

  it('is refused when it says nothing at all', () => {
    expect(() => build({ storyKey: undefined, headlineRaw: '', body: {} })).toThrow(
      expect.objectContaining({ code: 'item_without_content' }),
    );
  });
});

describe('the identity of a dispatch', () => {
  it('is the id without the version that the profile knows to be in it', () => {
    const { item, identity } = build({
      item: { uri: 'urn:newsml:nordwire.example:20240514:77:3' },
      storyKey: undefined,
    });
    expect(identity).toMatchObject({
      story: 'urn:newsml:nordwire.example:20240514:77',
      version: '3',
      basis: 'declared',
    });
    expect(item.uri).toBe('urn:newsml:nordwire.example:20240514:77');
    expect(item.version).toBe('3');
  });

  it('makes a URI of an id that is none, and keeps the id', () => {
    const { item, identity } = build({ storyKey: 'TX PAR/61 é' });
    expect(item.uri).toBe('urn:wiredesk:nordwire:TX%20PAR%2F61%20%C3%A9');
    expect(item.altIds).toEqual([{ role: 'original', value: 'TX PAR/61 é' }]);
    expect(identity.story).toBe('TX PAR/61 é');
  });

  it.each([
    ['urn:newsml:afp.com:20150304T101500Z:TX-PAR-ABC12', true],
    ['tag:reuters.com,0000:newsml_L1N0AA1BB', true],
    ['http://example.com/a?b=c#d', true],
    ['https://', false],
    ['20240514-77', false],
    ['urn:with blank', false],
  ])('%s is a URI: %s', (text, is) => {
    expect(isUri(text)).toBe(is);
    expect(isUri(uriOf(text, 'nordwire'))).toBe(true);
  });

  it('keeps every id a string, digits and zeros included', () => {
    const { identity } = build({ storyKey: '00045E12', version: '007' });
    expect(identity).toMatchObject({ story: '00045E12', version: '007' });
  });

  it('is derived from the text when there is no id, the same for the same words', () => {
    const said =
      'Die Werft will bis zum Jahresende neunhundert Stellen streichen, sagte die Gewerkschaft am Dienstag.';
    const first = build({ storyKey: undefined, body: { plain: said } });
    const second = build({
      storyKey: undefined,
      headlineRaw: 'Other',
      body: { plain: said.replace(' ', '  \n') },
    });
    expect(first.identity.basis).toBe('derived');
    expect(second.identity.story).toBe(first.identity.story);
    expect(build({ storyKey: undefined }).identity.story).not.toBe(
      build({ storyKey: undefined, headlineRaw: 'X' }).identity.story,
    );
  });
});

describe('the times of a dispatch', () => {
  it('are read in the zone of the provider', () => {
    const { item, identity } = build({
      versionCreatedRaw: '2024-05-14 10:00:00',
      firstCreatedRaw: '20240513T080000Z',
    });
    expect(item.versionCreated).toBe('2024-05-14T08:00:00Z');
    expect(identity.versionCreated).toBe('2024-05-14T08:00:00Z');
    expect(item.firstCreated).toBe('2024-05-13T08:00:00Z');
  });

  it('are inferred when missing or unreadable, and then not declared', () => {
    const missing = build({});
    expect(missing.item.versionCreated).toBe(received);
    expect(missing.identity.versionCreated).toBeUndefined();
    expect(codes(missing)).toContain('date_inferred');
    expect(codes(build({ versionCreatedRaw: '2023-02-29T10:00:00Z' }))).toEqual(
      expect.arrayContaining(['date_unparsable', 'date_inferred']),
    );
  });

  it('in the future do not stick on top of the wire', () => {
    const dispatch = build({ versionCreatedRaw: '2024-05-23T12:00:00Z' });
    expect(dispatch.item.versionCreated).toBe(received);
    expect(dispatch.identity.versionCreated).toBe('2024-05-23T12:00:00Z');
    expect(codes(dispatch)).toContain('date_in_future');
  });
});

describe('the signal of a dispatch', () => {
  it.each([
    [{ pubStatusRaw: 'stat:canceled' }, 'kill', 'canceled'],
    [{ pubStatusRaw: 'Cancelled', signal: 'update' as const }, 'kill', 'canceled'],
    [{ pubStatusRaw: 'stat:withheld' }, 'withhold', 'withheld'],
    [{ pubStatusRaw: 'OPEN', signal: 'correction' as const }, 'correction', 'usable'],
    [{ signalCodes: ['x:1', 'nwstat:C'] }, 'correction', undefined],
    [{ headlineRaw: 'UPDATE 1-A title', signal: 'new' as const }, 'new', undefined],
    [{ headlineRaw: 'STORY WITHDRAWN-A title', signal: 'update' as const }, 'kill', 'canceled'],
  ])('of %j is %s', (draft, signal, status) => {
    const dispatch = build(draft);
    expect(dispatch.signal).toBe(signal);
    expect(dispatch.item.pubStatus).toBe(status);
  });

  it('holds back copy whose status nobody knows', () => {
    const dispatch = build({ pubStatusRaw: 'stat:frobnicated' });
    expect(dispatch.item.pubStatus).toBe('withheld');
    expect(codes(dispatch)).toContain('status_unknown');
    expect(readStatus('')).toBe('usable');
  });

  it('lets a kill without any text through', () => {
    expect(build({ pubStatusRaw: 'canceled', headlineRaw: undefined, body: {} }).signal).toBe('kill');
  });
});

describe('the embargo of a dispatch', () => {
  it('is an instant, in the item too', () => {
    const { item, embargo } = build({ embargoRaw: '2024-05-14T18:00:00+02:00' });
    expect(embargo).toMatchObject({ state: 'until', until: '2024-05-14T16:00:00Z' });
    expect(item.embargoedUntil).toBe('2024-05-14T16:00:00Z');
  });

  it('takes the later of two instants that a clock shows twice', () => {
    expect(build({ embargoRaw: '2024-10-27T02:30:00' }).item.embargoedUntil).toBe('2024-10-27T01:30:00Z');
  });

  it('of a day starts with that day in the zone of the provider, else when it has begun everywhere', () => {
    expect(build({ embargoRaw: '2024-05-20' }).item.embargoedUntil).toBe('2024-05-19T22:00:00Z');
    expect(build({ embargoRaw: '2024-05-20' }, defaultProfile()).item.embargoedUntil).toBe(
      '2024-05-20T12:00:00Z',
    );
  });

  it.each([
    [{ embargoRaw: 'tomorrow noon' }, 'unreadable'],
    [{ embargoRaw: '' }, 'indefinite'],
    [{ pubStatusRaw: 'embargoed' }, 'unreadable'],
    [{ item: { edNote: 'EMBARGOED until 1800 GMT' } }, 'unreadable'],
    [{ headlineRaw: 'Sperrfrist bis auf Weiteres' }, 'indefinite'],
  ])('of %j fails closed: %s', (draft, state) => {
    expect(build(draft).embargo?.state).toBe(state);
  });

  it('is none when the profile knows that its empty field means nothing', () => {
    const usual = profileOf({ id: 'nz', name: 'NZ', provider: 'nz', emptyEmbargo: 'none' });
    expect(build({ embargoRaw: ' ' }, usual).embargo).toBeUndefined();
  });
});

describe('the dateline of a dispatch', () => {
  it('is read out of the text, which stays whole', () => {
    const { editorial, item, text } = build({ body: { plain: 'Bergen (NordWire) – Ein Text.' } });
    expect(editorial.dateline).toMatchObject({ place: 'Bergen', agencies: ['NordWire'] });
    expect(item.located).toBe('Bergen');
    expect(text.plain).toBe('Bergen (NordWire) – Ein Text.');
  });
});

describe('the language of a dispatch', () => {
  it('is the declared one, normalised, with what was declared beside it', () => {
    const { item, text } = build({ declaredLanguage: 'FR_fr' });
    expect(item.language).toBe('fr-FR');
    expect(text).toMatchObject({ language: 'fr-FR', declaredLanguage: 'FR_fr' });
  });

  it('may be missing or nonsense without harm', () => {
    expect(build({ declaredLanguage: '' }).item.language).toBeUndefined();
    expect(build({ declaredLanguage: '??' }, profileById('cinktank')).item.language).toBe('fr');
  });
});
