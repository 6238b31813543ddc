import { beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { NinjsItem, NinjsSubject } from '#contracts';
import { loadLanguageDetector } from '../../language/index.js';
import { descendants, parseXml, rawTextOf } from '../../xml/index.js';
import { dispatches, untidyItems } from '../items.arbitrary.js';
import { illegal, readBack } from '../read-back.testing.js';
import { atomWriter } from './atom.js';
import { rssWriter } from './rss.js';

const feed = {
  title: 'Port Wire & Sons',
  link: 'https://port.example/',
  id: 'urn:x:feed',
  updated: '2026-02-01T00:00:00Z',
  self: 'https://port.example/feed',
};
const item: NinjsItem = {
  uri: 'urn:x:1',
  type: 'text',
  headlines: [{ role: 'main', value: 'A' }],
  bodies: [{ role: 'main', contentType: 'text/html', value: '<p>Tides.</p>' }],
};
const list = fc.uniqueArray(dispatches, { minLength: 1, maxLength: 3, selector: (one) => one.item.uri });

beforeAll(loadLanguageDetector);

describe.each([rssWriter, atomWriter])('A feed, written as $format', (writer) => {
  it('reads back as the same items, in order', async () => {
    await fc.assert(
      fc.asyncProperty(list, async (sources) => {
        const read = await readBack(writer.write(sources, feed));
        expect(read.map(({ format }) => format)).toEqual(sources.map(() => writer.format));
        expect(read.map((dispatch) => compared(dispatch.item))).toEqual(
          sources.map((dispatch) => held(dispatch.item)),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('is well-formed whatever the texts hold', () => {
    fc.assert(
      fc.property(untidyItems, (untidy) => {
        const text = writer.write([{ item: untidy }], feed);
        expect(text.isWellFormed()).toBe(true);
        expect(illegal.test(text)).toBe(false);
        expect(illegal.test(rawTextOf(parseXml(text)))).toBe(false);
      }),
    );
  });

  it('keeps titles that show markup as the text that they are', async () => {
    const value = 'Why <b> is no <strong> & what &amp; means';
    const text = writer.write([{ item: { ...item, headlines: [{ role: 'main', value }] } }], feed);
    expect((await readBack(text))[0]?.item.headlines?.[0]?.value).toBe(value);
  });

  it('takes copy back, withholds it and holds it until its time, in fields that machines read', async () => {
    const [killed, withheld, until, held] = await readBack(
      writer.write(
        [
          { item: { ...item, pubStatus: 'usable' }, signal: 'kill' },
          { item: { ...item, uri: 'urn:x:2', pubStatus: 'withheld' } },
          { item: { ...item, uri: 'urn:x:3', embargoedUntil: '2027-01-01T05:00:00Z' } },
          { item: { ...item, uri: 'urn:x:4' }, embargo: { state: 'unreadable', text: 'embargo' } },
        ],
        feed,
      ),
    );
    expect(killed).toMatchObject({ signal: 'kill', item: { pubStatus: 'canceled' } });
    expect(withheld).toMatchObject({ signal: 'withhold', item: { pubStatus: 'withheld' } });
    expect(until?.item.embargoedUntil).toBe('2027-01-01T05:00:00Z');
    expect(held?.embargo).toEqual({ state: 'indefinite', text: '' });
  });

  it('lends its language to items that say none', async () => {
    const [read] = await readBack(writer.write([{ item }], { ...feed, language: 'pt' }));
    expect(read?.item.language).toBe('pt');
  });

  it('writes a feed without items, and items without anything but an id', () => {
    expect(descendants(parseXml(writer.write([], feed)), 'title').map(rawTextOf)).toEqual([feed.title]);
    const text = writer.write([{ item: { uri: 'urn:x:1' } }], feed);
    expect(text).toContain('urn:x:1');
    expect(() => parseXml(text)).not.toThrow();
  });
});

/** What a feed does not keep, or adds of its own, is not compared. */
function compared(item: NinjsItem): Partial<NinjsItem> {
  const { altIds: _altIds, ...rest } = item;
  return rest.subjects === undefined ? rest : { ...rest, subjects: sorted(rest.subjects) };
}

/** RSS parts coded subjects from those that only have a name. */
function sorted(subjects: readonly NinjsSubject[]): NinjsSubject[] {
  const order = ({ name = '', uri = '' }: NinjsSubject): string => `${uri} ${name}`;
  return [...subjects].sort((one, other) => (order(one) < order(other) ? -1 : 1));
}

/** What a feed holds of an item, as it comes back. */
function held(item: NinjsItem): Partial<NinjsItem> {
  const [main] = item.headlines ?? [];
  const media = [
    ...(item.renditions ?? []).map((rendition) => ({ renditions: [rendition] })),
    ...(item.associations ?? []).filter(({ renditions }) => renditions !== undefined),
  ].map((medium, index) => {
    const { uri: _uri, name: _name, rel: _rel, ...rest } = { uri: '', name: '', rel: '', ...medium };
    return {
      type: 'picture' as const,
      ...rest,
      uri: medium.renditions?.[0]?.href ?? '',
      name: `enclosure-${index + 1}`,
      rel: 'enclosure',
    };
  });
  // A summary without a text stands for it.
  const isBodyless = item.bodies === undefined && item.descriptions !== undefined;
  return {
    uri: item.uri,
    type: 'text',
    standard: item.standard,
    ...(item.versionCreated && { versionCreated: item.versionCreated }),
    ...(item.firstCreated && { firstCreated: item.firstCreated }),
    ...(item.embargoedUntil && { embargoedUntil: item.embargoedUntil }),
    ...(item.pubStatus && { pubStatus: item.pubStatus }),
    ...(item.language && { language: item.language }),
    ...(item.copyrightNotice && { copyrightNotice: item.copyrightNotice }),
    ...(item.by && { by: item.by }),
    ...(main && { headlines: [main] }),
    ...(isBodyless ? { bodies: expect.any(Array) as unknown as NinjsItem['bodies'] } : {}),
    ...(item.bodies && { bodies: item.bodies }),
    ...(item.descriptions && !isBodyless && { descriptions: item.descriptions }),
    ...(item.subjects && {
      subjects: sorted(item.subjects).map(({ name, uri, literal }) => ({
        ...(name === undefined ? {} : { name }),
        ...(uri === undefined ? {} : { uri }),
        ...(literal === undefined ? {} : { literal: literal.replace(/^.*:/, '') }),
      })),
    }),
    infoSources: [...(item.infoSources ?? []), { name: feed.title, role: 'feed' }],
    ...(media.length > 0 && { associations: media }),
  };
}
