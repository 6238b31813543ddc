import { describe, expect, it } from '@jest/globals';
import type { NinjsItem } from '#contracts';
import {
  atomWriter,
  jsonFeedWriter,
  newsmlG2Writer,
  ninjs2Writer,
  ninjs3Writer,
  nitfWriter,
  rssWriter,
  type FeedWriter,
  type ItemWriter,
} from '../index.js';
import { readBack } from './read-back.testing.js';

const item: NinjsItem = {
  uri: 'urn:newsml:port.example:1',
  headlines: [{ role: 'main', value: 'Ferries stay in port' }],
  bodies: [{ role: 'main', contentType: 'text/plain', value: 'Storms < 9.\n\nTides & ferries.' }],
};
const feed = {
  title: 'Port Wire',
  link: 'https://port.example/',
  id: 'urn:x:feed',
  updated: '2026-02-01T00:00:00Z',
};
const itemWriters: ItemWriter[] = [ninjs3Writer, ninjs2Writer, newsmlG2Writer, nitfWriter];
const feedWriters: FeedWriter[] = [rssWriter, atomWriter, jsonFeedWriter];

describe('Writers', () => {
  it.each(itemWriters)('write the format that they name: $format', async (writer) => {
    const text = writer.write({ item }, { provider: 'Port Wire', sent: '2026-02-01T00:00:00Z' });
    const [read] = await readBack(text);
    expect(read?.format).toBe(writer.format);
    expect(read?.text.plain).toBe('Storms < 9.\n\nTides & ferries.');
  });

  it.each(feedWriters)('write lists in the format that they name: $format', async (writer) => {
    const read = await readBack(writer.write([{ item }, { item: { ...item, uri: 'urn:x:2' } }], feed));
    expect(read.map(({ format }) => format)).toEqual([writer.format, writer.format]);
    expect(read.map(({ text }) => text.plain)).toContain('Storms < 9.\n\nTides & ferries.');
  });

  it('say which file and which content they are', () => {
    expect([...itemWriters, ...feedWriters].map(({ extension }) => extension)).toEqual([
      'json',
      'json',
      'xml',
      'xml',
      'rss',
      'atom',
      'json',
    ]);
    expect(rssWriter.contentType).toBe('application/rss+xml');
  });
});
