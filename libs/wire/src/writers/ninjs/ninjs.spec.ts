import { beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ninjsItem, type NinjsItem } from '#contracts';
import { loadLanguageDetector } from '../../language/index.js';
import { dispatches, untidyItems } from '../items.arbitrary.js';
import { illegal, readBack } from '../read-back.testing.js';
import { ninjs2Writer } from './ninjs-2.js';
import { ninjs3Writer } from './ninjs-3.js';

const options = { provider: 'Port Wire', sent: '2026-02-01T00:00:00Z' };
const item: NinjsItem = { uri: 'urn:x:1', type: 'text', headlines: [{ role: 'main', value: 'A' }] };

beforeAll(loadLanguageDetector);

describe('ninjs, written', () => {
  it('reads back as the same ninjs 3.1 item', async () => {
    await fc.assert(
      fc.asyncProperty(dispatches, async (dispatch) => {
        const [read] = await readBack(ninjs3Writer.write(dispatch, options));
        expect(read?.format).toBe('ninjs-3');
        expect(read?.item).toEqual(dispatch.item);
      }),
    );
  });

  it('reads back as the same item from ninjs 2.1', async () => {
    await fc.assert(
      fc.asyncProperty(dispatches, async (dispatch) => {
        const [read] = await readBack(ninjs2Writer.write(dispatch, options));
        const associations = dispatch.item.associations?.map(({ rel: _rel, ...association }) => association);
        expect(read?.format).toBe('ninjs-2');
        expect(read?.item).toEqual({ ...dispatch.item, ...(associations && { associations }) });
      }),
    );
  });

  it('is valid ninjs 3.1 whatever the texts hold', () => {
    fc.assert(
      fc.property(untidyItems, (untidy) => {
        const text = ninjs3Writer.write({ item: untidy }, options);
        expect(text.isWellFormed()).toBe(true);
        expect(ninjsItem.safeParse(JSON.parse(text)).success).toBe(true);
        expect(strings(JSON.parse(text)).some((value) => illegal.test(value))).toBe(false);
        expect(strings(JSON.parse(text)).every((value) => value.isWellFormed())).toBe(true);
      }),
    );
  });

  it.each([ninjs3Writer, ninjs2Writer])(
    'never writes copy that is taken back as usable: $format',
    async (writer) => {
      const [read] = await readBack(
        writer.write({ item: { ...item, pubStatus: 'usable' }, signal: 'kill' }, options),
      );
      expect(read).toMatchObject({ signal: 'kill', item: { pubStatus: 'canceled' } });
    },
  );

  it.each([ninjs3Writer, ninjs2Writer])(
    'withholds copy whose embargo has no end: $format',
    async (writer) => {
      const [read] = await readBack(
        writer.write({ item, embargo: { state: 'unreadable', text: 'embargo' } }, options),
      );
      expect(read).toMatchObject({ signal: 'withhold', item: { pubStatus: 'withheld' } });
    },
  );

  it('leaves out what ninjs 2.1 has no member for', () => {
    const text = ninjs2Writer.write(
      { item: { ...item, type: 'event', associations: [{ uri: 'urn:x:2', name: 'a', rel: 'main' }] } },
      options,
    );
    expect(JSON.parse(text)).toEqual({
      uri: 'urn:x:1',
      headlines: [{ role: 'main', value: 'A' }],
      standard: expect.objectContaining({ version: '2.1' }),
      associations: [{ name: 'a', uri: 'urn:x:2' }],
    });
  });
});

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
