import { beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { z } from 'zod';
import type { NinjsItem } from '#contracts';
import { cleanHtml } from '../../html/index.js';
import { loadLanguageDetector } from '../../language/index.js';
import { dispatches, untidyItems } from '../items.arbitrary.js';
import { jsonFeedWriter } from './jsonfeed.js';
import { readBack } from '../read-back.testing.js';

const feed = {
  title: 'Port Wire',
  link: 'https://port.example/',
  id: 'urn:x:feed',
  updated: '2026-02-01T00:00:00Z',
};
const item: NinjsItem = { uri: 'urn:x:1', type: 'text', headlines: [{ role: 'main', value: 'A' }] };

const instant = z.iso.datetime({ offset: true });
/** JSON Feed 1.1 as far as it is written; members that it does not know begin with an underscore. */
const jsonFeed = z.strictObject({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: z.string(),
  home_page_url: z.url(),
  feed_url: z.url().optional(),
  description: z.string().optional(),
  language: z.string().optional(),
  items: z.array(
    z.strictObject({
      id: z.string().min(1),
      url: z.string().optional(),
      title: z.string().optional(),
      content_html: z.string().optional(),
      content_text: z.string().optional(),
      summary: z.string().optional(),
      date_published: instant,
      date_modified: instant,
      authors: z.array(z.strictObject({ name: z.string() })).optional(),
      tags: z.array(z.string()).optional(),
      language: z.string().optional(),
      attachments: z
        .array(
          z.strictObject({
            url: z.string(),
            mime_type: z.string(),
            title: z.string().optional(),
            size_in_bytes: z.number().optional(),
            duration_in_seconds: z.number().optional(),
          }),
        )
        .optional(),
      _wiredesk: z
        .strictObject({ pub_status: z.string().optional(), embargoed_until: z.string().optional() })
        .optional(),
    }),
  ),
});

beforeAll(loadLanguageDetector);

describe('A feed, written as JSON Feed', () => {
  it('says of each item what the format has a place for', () => {
    fc.assert(
      fc.property(dispatches, (dispatch) => {
        const [written] = jsonFeed.parse(JSON.parse(jsonFeedWriter.write([dispatch], feed))).items;
        const { item: source } = dispatch;
        expect(written).toMatchObject({
          id: source.uri,
          title: source.headlines?.[0]?.value,
          date_published: source.firstCreated,
          date_modified: source.versionCreated,
        });
        expect(written?.tags).toEqual(source.subjects?.map(({ name }) => name));
        expect(written?.authors?.[0]?.name).toBe(source.by);
        expect(written?._wiredesk?.pub_status).toBe(source.pubStatus);
        expect(written?._wiredesk?.embargoed_until).toBe(source.embargoedUntil);
        expect(cleanHtml(written?.content_html ?? '').plain).toBe(dispatch.text.plain);
      }),
    );
  });

  it('is a feed whatever the texts hold', () => {
    fc.assert(
      fc.property(untidyItems, (untidy) => {
        const text = jsonFeedWriter.write([{ item: untidy }], feed);
        expect(text.isWellFormed()).toBe(true);
        expect(jsonFeed.safeParse(JSON.parse(text)).success).toBe(true);
      }),
    );
  });

  it('says of copy that is taken back or held that it is', async () => {
    const text = jsonFeedWriter.write(
      [
        { item: { ...item, pubStatus: 'usable' }, signal: 'kill' },
        { item, embargo: { state: 'unreadable', text: 'embargo' } },
      ],
      feed,
    );
    expect(jsonFeed.parse(JSON.parse(text)).items.map(({ _wiredesk }) => _wiredesk)).toEqual([
      { pub_status: 'canceled' },
      { embargoed_until: '' },
    ]);
    const read = await readBack(text);
    expect(read.map(({ signal, embargo }) => [signal, embargo?.state])).toEqual([
      ['kill', undefined],
      ['new', 'indefinite'],
    ]);
  });

  it('has items even when there are none, and each of them a content', () => {
    expect(jsonFeed.parse(JSON.parse(jsonFeedWriter.write([], feed))).items).toEqual([]);
    const [alert] = jsonFeed.parse(JSON.parse(jsonFeedWriter.write([{ item }], feed))).items;
    expect(alert).toMatchObject({ title: 'A', content_text: '' });
  });
});
