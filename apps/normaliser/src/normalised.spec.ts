import { describe, expect, it } from '@jest/globals';
import { decodeEvent, isRefusal, newId, type TransmissionReceived } from '#contracts';
import { inlineParser, loadLanguageDetector, parseTransmission } from '#wire';
import { normalised } from './normalised.js';

const transmission: TransmissionReceived = {
  transmissionId: newId(),
  feed: 'nordwire',
  provider: 'nordwire',
  profile: null,
  contentType: 'application/json',
  filename: null,
  size: 1,
  sha256: '',
  receivedAt: '2026-03-01T09:00:00.000Z',
  run: 0,
  notify: false,
};

const body = Buffer.from(
  JSON.stringify([
    { uri: 'urn:nordwire.example:1', headline: 'Die Fähre – „endlich“', body_text: 'Sie fährt wieder.' },
    { uri: 'urn:nordwire.example:2', headline: 'The ferry sails', body_text: 'It sails again.' },
  ]),
);

const input = { bytes: body, receivedAt: new Date(transmission.receivedAt), provider: 'nordwire' };

describe('events of what was read', () => {
  it('carry each dispatch whole, under the key of its story', async () => {
    await loadLanguageDetector();
    const { results } = await parseTransmission(input);
    const { events } = normalised(transmission, body, await inlineParser.parse(input));
    expect(events.map(({ key }) => key)).toEqual([
      'nordwire:urn:nordwire.example:1',
      'nordwire:urn:nordwire.example:2',
    ]);
    const decoded = events.map(
      ({ key, headers, value }) => decodeEvent(key, headers, value ?? Buffer.alloc(0)).data,
    );
    expect(decoded).toMatchObject(
      results.map((dispatch, index) => ({
        transmissionId: transmission.transmissionId,
        index,
        run: 0,
        feed: 'nordwire',
        provider: 'nordwire',
        receivedAt: transmission.receivedAt,
        dispatch: JSON.parse(JSON.stringify(dispatch)) as object,
      })),
    );
    expect(results.some(isRefusal)).toBe(false);
  });
});
