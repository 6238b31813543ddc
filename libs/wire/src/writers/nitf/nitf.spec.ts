import { beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { NinjsItem } from '#contracts';
import { cleanTree } from '../../html/index.js';
import { loadLanguageDetector } from '../../language/index.js';
import {
  attr,
  child,
  children,
  descend,
  parseXml,
  rawTextOf,
  textOf,
  type XmlElement,
} from '../../xml/index.js';
import { dispatches, untidyItems } from '../items.arbitrary.js';
import { illegal } from '../read-back.testing.js';
import { nitfWriter } from './index.js';

const options = { provider: 'Port Wire', sent: '2026-02-01T00:00:00Z' };
const item: NinjsItem = { uri: 'urn:x:1', type: 'text', headlines: [{ role: 'main', value: 'A' }] };

/** What NITF 3.6 allows inside of what, as far as it is written; `body.content` holds blocks. */
const allowed: Readonly<Record<string, string>> = {
  nitf: 'head body',
  head: 'title meta tobject docdata pubdata',
  tobject: 'tobject.property tobject.subject',
  docdata:
    'correction doc-id del-list urgency date.issue date.release date.expire ed-msg du-key doc.copyright doc.rights key-list identified-content',
  'del-list': 'from-src',
  'key-list': 'keyword',
  'identified-content': 'person org location event object.title',
  body: 'body.head body.content',
  'body.head': 'hedline byline distributor dateline',
  hedline: 'hl1 hl2',
  dateline: 'location',
  location: 'city',
  'body.content': 'p hl2 bq ul ol table pre media',
  bq: 'block',
  block: 'p hl2 bq ul ol table pre',
  ul: 'li',
  ol: 'li',
  table: 'caption thead tbody tfoot tr',
  thead: 'tr',
  tbody: 'tr',
  tr: 'td th',
  media: 'media-metadata media-reference media-caption media-producer',
};
const inline = new Set(['a', 'br', 'em', 'strong', 'sub', 'sup']);
/** Items and cells hold text or blocks. */
const mixed = new Set(['li', 'td', 'th']);
const blocks = new Set(allowed['block']?.split(' '));

/** Elements that stand where NITF has no place for them. */
function misplaced(element: XmlElement): string[] {
  const known = allowed[element.local]?.split(' ');
  return children(element).flatMap((part) => {
    const isBlock = mixed.has(element.local) && blocks.has(part.local);
    const fits = known === undefined ? isBlock || inline.has(part.local) : known.includes(part.local);
    return [...(fits ? [] : [`${element.local}/${part.local}`]), ...misplaced(part)];
  });
}

beforeAll(loadLanguageDetector);

describe('NITF, written', () => {
  it('has every part where the format wants it, and the text whole', () => {
    fc.assert(
      fc.property(dispatches, (dispatch) => {
        const { item: source } = dispatch;
        const root = parseXml(nitfWriter.write(dispatch, options));
        expect(misplaced(root)).toEqual([]);
        const docdata = descend(root, 'head', 'docdata');
        const head = descend(root, 'body', 'body.head');
        expect(attr(child(docdata, 'doc-id'), 'id-string')).toBe(source.uri);
        expect(attr(child(docdata, 'date.issue'), 'norm')).toBe(source.versionCreated);
        expect(attr(child(docdata, 'date.release'), 'norm')).toBe(source.embargoedUntil);
        expect(attr(child(docdata, 'du-key'), 'version')).toBe(source.version);
        expect(attr(child(docdata, 'ed-msg'), 'info')).toBe(source.edNote);
        expect(textOf(descend(head, 'hedline', 'hl1'))).toBe(source.headlines?.[0]?.value);
        expect(textOf(child(head, 'byline')) || undefined).toBe(source.by);
        expect(textOf(descend(head, 'dateline', 'location', 'city')) || undefined).toBe(source.located);
        const content = descend(root, 'body', 'body.content');
        const rename = ({ local }: XmlElement): string | undefined =>
          ({ hl2: 'h3', bq: 'blockquote', block: 'div' })[local];
        const read = cleanTree(content ?? root, { rename, skip: ({ local }) => local === 'media' });
        expect(read.plain).toBe(dispatch.text.plain);
      }),
    );
  });

  it('is well-formed whatever the texts hold', () => {
    fc.assert(
      fc.property(untidyItems, (untidy) => {
        const text = nitfWriter.write({ item: untidy }, options);
        expect(text.isWellFormed()).toBe(true);
        expect(illegal.test(text)).toBe(false);
        expect(illegal.test(rawTextOf(parseXml(text)))).toBe(false);
      }),
    );
  });

  it('says by the status of the document whether and from when it may be used', () => {
    const status = (source: Parameters<typeof nitfWriter.write>[0]): string | undefined =>
      attr(descend(parseXml(nitfWriter.write(source, options)), 'head', 'docdata'), 'management-status');
    expect(status({ item: { ...item, pubStatus: 'usable' }, signal: 'kill' })).toBe('canceled');
    expect(status({ item: { ...item, pubStatus: 'withheld' } })).toBe('withheld');
    expect(status({ item: { ...item, embargoedUntil: '2027-01-01T05:00:00Z' } })).toBe('embargoed');
    expect(status({ item, embargo: { state: 'unreadable', text: 'embargo' } })).toBe('embargoed');
    expect(status({ item: { ...item, pubStatus: 'usable' } })).toBe('usable');
  });

  it('names subjects by their number or by code and owner', () => {
    const subjects = [
      { name: 'sport', uri: 'http://cv.iptc.org/newscodes/subjectcode/15000000', literal: 'subj:15000000' },
      { name: 'tides', uri: 'https://port.example/topics/t1', literal: 't1' },
    ];
    const text = nitfWriter.write({ item: { ...item, subjects } }, options);
    const found = children(descend(parseXml(text), 'head', 'tobject')).map(({ attributes }) =>
      Object.fromEntries(attributes),
    );
    expect(found).toEqual([
      {
        'tobject.subject.refnum': '15000000',
        'tobject.subject.ipr': 'IPTC',
        'tobject.subject.type': 'sport',
      },
      {
        'tobject.subject.refnum': 't1',
        'tobject.subject.ipr': 'https://port.example/topics/',
        'tobject.subject.type': 'tides',
      },
    ]);
  });

  it('marks the place inside the dateline and what a kill names', () => {
    const dateline = { text: 'INSELPORT, May 14 (Port Wire) -', agencies: [] };
    const text = nitfWriter.write(
      {
        item: { ...item, located: 'INSELPORT' },
        signal: 'kill',
        editorial: { dateline, keywords: ['tides'], wordCount: 12 },
        identity: { targets: ['a title', 'urn:x:0'] },
      },
      options,
    );
    expect(text).toContain(
      '<dateline><location>\n<city>INSELPORT</city>\n</location>, May 14 (Port Wire) -</dateline>',
    );
    expect(text).toContain('management-doc-idref="urn:x:0"');
    expect(text).toContain('<keyword key="tides"/>');
  });
});
