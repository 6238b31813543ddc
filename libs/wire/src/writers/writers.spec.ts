import { describe, expect, it } from '@jest/globals';
import type { NinjsItem } from '#contracts';
import { newsmlG2Writer, ninjs2Writer, ninjs3Writer } from '../index.js';
import { readBack } from './read-back.testing.js';

const item: NinjsItem = {
  uri: 'urn:newsml:port.example:1',
  headlines: [{ role: 'main', value: 'Ferries stay in port' }],
  bodies: [{ role: 'main', contentType: 'text/plain', value: 'Storms < 9.\n\nTides & ferries.' }],
};

describe('Writers of items', () => {
  it.each([ninjs3Writer, ninjs2Writer, newsmlG2Writer])(
    'write the format that they name: $format, .$extension',
    async (writer) => {
      const text = writer.write({ item }, { provider: 'Port Wire', sent: '2026-02-01T00:00:00Z' });
      const [read] = await readBack(text);
      expect(read?.format).toBe(writer.format);
      expect(read?.text.plain).toBe('Storms < 9.\n\nTides & ferries.');
      expect(writer.contentType).toContain(writer.extension);
    },
  );
});
