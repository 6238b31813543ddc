import { describe, expect, it } from '@jest/globals';
import { mainBody, mainHeadline, type Dispatch } from '#contracts';
import { dispatchOf, outcomes, parse, parseFixture } from '../support/parse.testing.js';
import { sniffNinjs } from './dialect.js';

const one = async (item: unknown): Promise<Dispatch> => dispatchOf(await parse(JSON.stringify(item)));
const story = 'urn:newsml:nordwire.example:20240514:NW-4711';

describe('ninjs', () => {
  it('reads a dispatch of the first generation with its pictures and related items', async () => {
    const { format, item, signal, identity, editorial } = dispatchOf(await parseFixture('ninjs/1-new.json'));
    expect({ format, signal }).toEqual({ format: 'ninjs-1', signal: 'new' });
    expect(identity).toMatchObject({
      story,
      version: '1',
      versionCreated: '2024-05-14T07:30:00Z',
      basis: 'declared',
    });
    expect(item).toMatchObject({
      type: 'text',
      urgency: 3,
      by: 'By Maren Holt',
      slugline: 'FERRY-INSELPORT',
      located: 'Inselport',
      usageTerms: 'Not for use in Ostland.',
      firstCreated: '2024-05-14T07:30:00Z',
      descriptions: [{ value: 'All 212 passengers were taken ashore.' }],
      people: [{ name: 'Jonas Wick', rel: 'mentions' }],
      places: [{ name: 'Inselport', rel: 'about' }],
      subjects: [
        {
          name: 'transport accident',
          uri: 'http://cv.iptc.org/newscodes/mediatopic/20000149',
          literal: '20000149',
        },
        { name: 'ferries', literal: 'nw:ferries' },
      ],
    });
    expect(item.headlines?.map(({ role, value }) => [role, value])).toEqual([
      ['main', 'Ferry runs aground off Inselport'],
      ['short', 'Ferry aground'],
    ]);
    expect(item.associations?.map(({ name, uri }) => [name, uri])).toEqual([
      ['mainpic', 'urn:newsml:nordwire.example:20240514:NW-P-88'],
      ['related', 'urn:newsml:nordwire.example:20240513:NW-4690'],
    ]);
    expect(item.associations?.[0]?.renditions?.[1]).toMatchObject({
      name: 'original',
      width: 4000,
      sizeInBytes: 812345,
    });
    expect(mainBody(item)).toContain('“The sea was calm,” said <b>Jonas Wick</b>, who runs the <a href=');
    expect(editorial.keywords).toEqual(['ferry', 'harbour']);
  });

  it('reads an update of the second generation, the HTML body before the plain one', async () => {
    const { format, item, signal, identity, editorial, text } = dispatchOf(
      await parseFixture('ninjs/2-update.json'),
    );
    expect({ format, signal, version: identity.version }).toEqual({
      format: 'ninjs-2',
      signal: 'update',
      version: '2',
    });
    expect(identity.story).toBe(story);
    expect(text.plain).toBe(
      '(Adds passengers ashore)\n\nINSELPORT, May 14 (NordWire) - All passengers of the ferry Havsula are ashore.',
    );
    expect(item.headlines?.[1]).toMatchObject({
      role: 'richtext',
      value: 'Ferry aground, passengers ashore',
    });
    expect(item.altIds).toEqual([{ role: 'itemid', value: 'NW-4711' }]);
    expect(item.renditions).toEqual([
      { name: 'web', href: 'https://www.nordwire.example/4711', contentType: 'text/html' },
    ]);
    expect(editorial.wordCount).toBe(13);
  });

  it('reads a correction of the third generation', async () => {
    const { format, item, signal } = dispatchOf(await parseFixture('ninjs/3-correction.json'));
    expect({ format, signal, status: item.pubStatus }).toEqual({
      format: 'ninjs-3',
      signal: 'correction',
      status: 'usable',
    });
    expect(item.edNote).toBe('CORRECTS number of passengers in paragraph 1.');
  });

  it('reads a kill, however the status is spelt, under the id of the story', async () => {
    const { item, signal, identity } = dispatchOf(await parseFixture('ninjs/4-kill.json'));
    expect({ signal, status: item.pubStatus }).toEqual({ signal: 'kill', status: 'canceled' });
    expect(identity).toMatchObject({ story, version: '4' });
  });

  it('holds embargoed copy, also when it cannot tell until when', async () => {
    const results = await parseFixture('ninjs/5-embargo.json');
    expect(dispatchOf(results, 0)).toMatchObject({
      embargo: { state: 'until', until: '2024-05-14T16:00:00Z' },
      item: { embargoedUntil: '2024-05-14T16:00:00Z' },
    });
    expect(dispatchOf(results, 1).embargo?.state).toBe('unreadable');
  });

  it('refuses the bad items of a list in their places and reads the others', async () => {
    const results = await parseFixture('ninjs/6-one-bad.json');
    expect(outcomes(results)).toEqual([
      'dispatch',
      'ninjs_invalid',
      'ninjs_invalid',
      'not_a_dispatch',
      'dispatch',
    ]);
    expect(dispatchOf(results, 0).text.plain).toBe('The pass is closed.\n\nIt will open on Friday.');
    expect(dispatchOf(results, 4)).toMatchObject({
      identity: { version: '7' },
      warnings: expect.arrayContaining([expect.objectContaining({ code: 'urgency_out_of_range' })]),
    });
  });

  it('reads what a newsroom system adds: states, categories, datelines, embedded pictures', async () => {
    const { item, signal, identity, editorial, text } = dispatchOf(
      await parseFixture('ninjs/7-newsroom-system.json'),
    );
    expect(signal).toBe('correction');
    expect(identity).toMatchObject({
      story: 'tag:desk.faro.example,2024:0a1b',
      version: '3',
      targets: ['tag:desk.faro.example,2024:0a00'],
    });
    expect(mainHeadline(item)).toBe('Agua potable para Villaluz & comarca');
    expect(text.plain).toBe('El agua vuelve a Villaluz.\n\nEl alcalde lo celebró.');
    expect(item.descriptions).toEqual([{ role: 'summary', value: 'La red vuelve a funcionar.' }]);
    expect(item.infoSources).toEqual([{ name: 'Inés Prado', role: 'writer' }]);
    expect(editorial).toMatchObject({
      priority: '2',
      category: ['i', 'Internacional'],
      keywords: ['agua', 'red, municipal'],
      wordCount: 42,
      dateline: { text: 'VILLALUZ, 14 May AGENCIA FARO -', place: 'Villaluz', country: 'Castalia' },
    });
  });

  it('takes a killed or recalled state for what it is although the status still says usable', async () => {
    const { signal, item } = await one({
      guid: 'urn:x:1',
      headline: 'A',
      pubstatus: 'usable',
      state: 'killed',
    });
    expect({ signal, status: item.pubStatus }).toEqual({ signal: 'kill', status: 'canceled' });
  });

  it('reads the codes that a profile knows for what a version is for', async () => {
    const item = {
      uri: 'http://tt.se/media/text/1',
      headline: 'A',
      signals: { updatetype: 'KORR' },
      replacing: ['http://tt.se/media/text/0'],
    };
    const { signal, identity } = await one(item);
    expect({ signal, targets: identity.targets }).toEqual({
      signal: 'correction',
      targets: ['http://tt.se/media/text/0'],
    });
  });

  it('puts the caption that pictures carry as their body where captions belong', async () => {
    const { item, text } = await one({
      uri: 'urn:x:1',
      type: 'photo',
      headline: 'A',
      body_text: 'The &amp; pier.',
    });
    expect(item).toMatchObject({
      type: 'picture',
      descriptions: [{ role: 'caption', value: 'The & pier.' }],
    });
    expect(text.plain).toBe('');
  });

  it('finds bodies and headlines under any suffix', async () => {
    const { item, text } = await one({
      uri: 'urn:x:1',
      headline_main: 'Main',
      headline_web: 'Web',
      body_story: '<p>a <i>b</i> c</p>',
    });
    expect(mainHeadline(item)).toBe('Main');
    expect(text.plain).toBe('a b c');
  });

  it('keeps ids and versions as they are written', async () => {
    const { identity } = await one({ uri: '00045E12', version: '007', headline: 'A' });
    expect(identity).toMatchObject({ story: '00045E12', version: '007' });
  });

  it('gives a picture of a list without ids one under its parent', async () => {
    const { item } = await one({
      uri: 'urn:x:1',
      headline: 'A',
      associations: { pic: { type: 'picture', headline: 'P' } },
    });
    expect(item.associations?.[0]?.uri).toMatch(/^urn:wiredesk:.+pic$/);
  });

  it('refuses JSON that is no dispatch, and JSON that is none', async () => {
    const schema = {
      $schema: 'http://json-schema.org/draft-03/schema#',
      title: 'ninjs',
      properties: { uri: {} },
    };
    expect(outcomes(await parse(JSON.stringify(schema)))).toEqual(['not_a_dispatch']);
    expect(outcomes(await parse('{"uri": "urn:x:1", "headline": "a" "body_text": "b"}'))).toEqual([
      'json_malformed',
    ]);
    expect(outcomes(await parse('[]'))).toEqual(['item_without_content']);
    expect(outcomes(await parse('{"hello": "world"}'))).toEqual(['ninjs_invalid']);
  });

  it('survives NUL, lone surrogates and absurd nesting', async () => {
    const { text } = dispatchOf(
      await parse('{"uri":"urn:x:1","headline":"A","body_text":"Results\\u0000 follow \\ud83d"}'),
    );
    expect(text.plain.isWellFormed()).toBe(true);
    expect(text.plain).toMatch(/^Results follow/);
    const deep = `{"uri":"urn:x:1","headline":"A","subject":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(outcomes(await parse(deep))).toEqual(['dispatch']);
  });
});

describe('sniffNinjs', () => {
  it.each([
    ['{"uri":"a","headline":"b"}', true],
    ['\n[{"guid":"a","versioncreated":"b"}]', true],
    ['{"version":"https://jsonfeed.org/version/1.1","items":[]}', false],
    ['<rss/>', false],
    ['plain text', false],
  ])('of %j says %s', (head, isNinjs) => {
    expect(sniffNinjs(head) > 0.5).toBe(isNinjs);
  });
});
