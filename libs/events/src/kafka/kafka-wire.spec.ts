import { describe, expect, it } from '@jest/globals';
import type { KafkaRecord } from './kafka-port.js';
import { portions, toEventMessage } from './kafka-wire.js';

describe('an event from a record', () => {
  it('has its place, its instant, and headers as text: of one that repeats the last, none that is empty', () => {
    const message = toEventMessage('wire.alerts', 3, {
      offset: '9007199254740993',
      timestamp: '1767225600000',
      key: Buffer.from('Zürich'),
      value: null,
      headers: {
        ce_type: Buffer.from('é'),
        twice: [Buffer.from('1'), Buffer.from('2')],
        none: undefined,
      },
    });
    expect(message).toEqual({
      topic: 'wire.alerts',
      key: 'Zürich',
      headers: { ce_type: 'é', twice: '2' },
      value: null,
      position: '3-9007199254740993',
      at: new Date('2026-01-01T00:00:00Z'),
    });
  });
});

describe('portions of records', () => {
  const record = (bytes: number): KafkaRecord => ({
    topic: 'wire.alerts',
    key: 'k',
    value: Buffer.alloc(bytes),
    headers: {},
  });

  it('keep order, stay under the limit, and give a record over it a portion of its own', () => {
    const records = [400, 400, 400, 5_000, 10].map(record);
    const cut = portions(records, 1_000);
    expect(cut.flat()).toEqual(records);
    expect(cut.map((portion) => portion.length)).toEqual([2, 1, 1, 1]);
  });

  it('are none of no records', () => {
    expect(portions([], 1_000)).toEqual([]);
  });
});
