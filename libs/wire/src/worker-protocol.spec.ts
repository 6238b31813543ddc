import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadLanguageDetector } from './language/index.js';
import { parseTransmission } from './parse.js';
import type { WireInput } from './reader.js';
import { readRequest, readResponse, writeRequest, writeResponse } from './worker-protocol.js';
import { isRefused, written } from './written.js';

const text = JSON.stringify({
  uri: 'urn:nordwire.example:1',
  headline: 'Die Fähre nach Morlune fährt wieder – „endlich“',
  body_html: '<p>Nach einer Woche Sturm fährt die Fähre nach Morlune wieder, teilte die Reederei mit.</p>',
});

const input = (bytes: Uint8Array): WireInput => ({
  bytes,
  contentType: 'application/json',
  receivedAt: new Date('2026-03-01T09:00:00.123Z'),
  provider: 'nordwire',
});

describe('what travels to a parsing thread and back', () => {
  beforeAll(loadLanguageDetector);

  it('brings each transmission with its bytes, its instant and what was declared about it', () => {
    const inputs = [
      input(Buffer.from(text)),
      { bytes: new Uint8Array(), receivedAt: new Date(0), filename: 'a.txt', profile: 'dpa' },
    ];
    const read = readRequest(writeRequest(inputs));
    expect(read.map(({ bytes, ...facts }) => ({ ...facts, bytes: Buffer.from(bytes).toString() }))).toEqual([
      { ...input(new Uint8Array()), bytes: text },
      { bytes: '', receivedAt: new Date(0), filename: 'a.txt', profile: 'dpa' },
    ]);
  });

  it('brings every dispatch back to its transmission and place, and refusals as they are', async () => {
    const several = await parseTransmission(input(Buffer.from(`[${text},{"type":"text"},${text}]`)));
    const broken = await parseTransmission(input(Buffer.from('{"uri":')));
    const single = await parseTransmission(input(Buffer.from(text)));
    const answers = readResponse(writeResponse([several, broken, single].map(written)));
    const results = answers.map((answer) =>
      answer.results.map((result) =>
        isRefused(result) ? result : (JSON.parse(Buffer.from(result.json).toString()) as unknown),
      ),
    );
    const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
    expect(results).toEqual(plain([several.results, broken.results, single.results]));
    expect(answers.map(({ format, charset, profile }) => ({ format, charset, profile }))).toEqual(
      [several, broken, single].map(({ format, charset, profile }) => ({ format, charset, profile })),
    );
    const first = answers[0]?.results[0];
    expect(first !== undefined && !isRefused(first) && first.story).toBe('urn:nordwire.example:1');
  });

  it('moves a message without copying it: it has memory of its own', () => {
    const request = writeRequest([input(Buffer.from(text))]);
    expect(request.byteOffset).toBe(0);
    expect(request.buffer.byteLength).toBe(request.byteLength);
  });
});
