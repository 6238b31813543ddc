import { beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { NinjsAssociation, NinjsItem } from '#contracts';
import { loadLanguageDetector } from '../../language/index.js';
import { children, descend, parseXml, rawTextOf } from '../../xml/index.js';
import { dispatches, untidyItems } from '../items.arbitrary.js';
import { illegal, readBack } from '../read-back.testing.js';
import { newsmlG2Writer } from './index.js';

const options = { provider: 'Port Wire', sent: '2026-02-01T00:00:00Z' };
const item: NinjsItem = { uri: 'urn:x:1', type: 'text', headlines: [{ role: 'main', value: 'A' }] };

beforeAll(loadLanguageDetector);

describe('NewsML-G2, written', () => {
  it('reads back as the same item', async () => {
    await fc.assert(
      fc.asyncProperty(dispatches, async (dispatch) => {
        const [read] = await readBack(newsmlG2Writer.write(dispatch, options));
        expect(read?.format).toBe('newsml-g2');
        expect(read?.item).toEqual(held(dispatch.item));
        expect(read?.signal).toBe(dispatch.signal);
        expect(read?.text.plain).toBe(dispatch.text.plain);
      }),
    );
  });

  it('is well-formed whatever the texts hold', () => {
    fc.assert(
      fc.property(untidyItems, (untidy) => {
        const text = newsmlG2Writer.write({ item: untidy }, options);
        expect(text.isWellFormed()).toBe(true);
        expect(illegal.test(text)).toBe(false);
        expect(illegal.test(rawTextOf(parseXml(text)))).toBe(false);
      }),
    );
  });

  it('writes the parts of an item in the order that the standard demands', () => {
    const full = {
      ...item,
      ...rights,
      version: '3',
      title: 'T',
      edNote: 'N',
      expires: '2027-01-01T00:00:00Z',
    };
    const text = newsmlG2Writer.write(
      {
        item: {
          ...full,
          firstCreated: '2026-01-01T00:00:00Z',
          embargoedUntil: '2027-01-01T00:00:00Z',
          pubStatus: 'usable',
          associations: [{ uri: 'urn:x:2', name: 'a', rel: 'main', type: 'picture', version: '2' }],
          urgency: 3,
          located: 'Inselport',
          language: 'en',
          slugline: 's',
          by: 'b',
          bodies: [{ role: 'main', value: '<p>tide<br>ferry</p>' }],
          renditions: [{ name: 'main', href: 'https://media.example/1.jpg' }],
        },
        signal: 'correction',
      },
      options,
    );
    const newsItem = descend(parseXml(text), 'itemSet', 'newsItem');
    const names = (...path: string[]): string[] =>
      children(descend(newsItem, ...path)).map(({ name }) => name);
    expect(names()).toEqual(['catalogRef', 'catalog', 'rightsInfo', 'itemMeta', 'contentMeta', 'contentSet']);
    expect(names('rightsInfo')).toEqual(['copyrightHolder', 'copyrightNotice', 'usageTerms']);
    expect(names('itemMeta')).toEqual([
      'itemClass',
      'provider',
      'versionCreated',
      'firstCreated',
      'embargoed',
      'pubStatus',
      'title',
      'edNote',
      'signal',
      'expires',
      'link',
    ]);
    expect(names('contentMeta')).toEqual(['urgency', 'located', 'language', 'slugline', 'headline', 'by']);
    expect(names('contentSet')).toEqual(['inlineXML', 'remoteContent']);
    expect(text).toContain('<p>tide<br/>ferry</p>');
  });

  it('keeps a kill, what it names, and an embargo in the fields that machines read', async () => {
    const kill = newsmlG2Writer.write(
      {
        item: { ...item, pubStatus: 'usable' },
        signal: 'kill',
        identity: { targets: ['urn:x:0', 'a title'] },
      },
      options,
    );
    expect(kill).toContain('<pubStatus qcode="stat:canceled"/>');
    expect((await readBack(kill))[0]).toMatchObject({
      signal: 'kill',
      identity: { targets: ['urn:x:0'] },
      item: { pubStatus: 'canceled' },
    });
    const until = newsmlG2Writer.write(
      { item: { ...item, embargoedUntil: '2027-01-01T05:00:00Z' } },
      options,
    );
    expect(until).toContain('<embargoed>2027-01-01T05:00:00Z</embargoed>');
    const [held] = await readBack(
      newsmlG2Writer.write({ item, embargo: { state: 'unreadable', text: 'embargo' } }, options),
    );
    expect(held?.embargo).toEqual({ state: 'indefinite', text: '' });
  });

  it('keeps corrections and updates by their signal', async () => {
    for (const signal of ['correction', 'update'] as const) {
      expect((await readBack(newsmlG2Writer.write({ item, signal }, options)))[0]?.signal).toBe(signal);
    }
  });

  it('keeps what the desk wrote beside the item', async () => {
    const text = newsmlG2Writer.write(
      {
        item: { ...item, by: 'Maren Holt' },
        editorial: { keywords: ['tides'], priority: '4', wordCount: 12 },
      },
      options,
    );
    expect((await readBack(text))[0]?.editorial).toMatchObject({
      byline: 'Maren Holt',
      keywords: ['tides'],
      priority: '4',
    });
  });

  it('says what persons and places are', async () => {
    const people = [{ name: 'Jo Ek', uri: 'https://port.example/people/1' }];
    const places = [{ name: 'Inselport' }];
    const [read] = await readBack(
      newsmlG2Writer.write({ item: { ...item, people, places, subjects: [...people] } }, options),
    );
    expect(read?.item).toMatchObject({ people, places, subjects: [...people, ...places] });
  });
});

const rights = { copyrightHolder: 'Port Wire', copyrightNotice: 'C', usageTerms: 'U' };

/** What NewsML-G2 holds of an item, as it comes back. */
function held(item: NinjsItem): NinjsItem {
  const { infoSources = [], associations = [] } = item;
  const isFigure = ({ type }: NinjsAssociation): boolean => type === 'picture' && item.bodies !== undefined;
  const back = [
    ...associations.filter(isFigure).map(({ uri, rel, type, by, descriptions }, index) => ({
      uri,
      name: `picture-${index + 1}`,
      rel,
      type,
      by,
      descriptions,
      renditions: [{ name: 'main', href: uri }],
    })),
    ...associations
      .filter((association) => !isFigure(association))
      .map(({ uri, rel, type, title, version }, index) => ({
        uri,
        name: `link-${index + 1}`,
        rel,
        type,
        title,
        version,
      })),
  ];
  const { associations: _, ...rest } = item;
  return {
    ...rest,
    infoSources: [{ name: options.provider, role: 'provider' }, ...infoSources],
    ...(back.length > 0 && { associations: back }),
  };
}
