import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { EventStreamParser } from './sse.js';

const stream =
  ': hello\n\nid: 41\nevent: story\ndata: {"a":1}\n\n: heartbeat\n\nid: 42\r\nevent: story\r\ndata: one\r\ndata: two\r\n\r\nevent: reset\ndata\n\n';
const events = [
  { event: 'story', data: '{"a":1}', id: '41' },
  { event: 'story', data: 'one\ntwo', id: '42' },
  { event: 'reset', data: '', id: '42' },
];

describe('the event stream', () => {
  it('is read into events with the id to go on from', () => {
    const parser = new EventStreamParser('40');
    expect(parser.lastEventId).toBe('40');
    expect(parser.push(stream)).toEqual(events);
    expect(parser.lastEventId).toBe('42');
  });

  it('reads the same wherever the network cuts it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: stream.length - 1 }), { maxLength: 12 }), (cuts) => {
        const parser = new EventStreamParser();
        const places = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
        const read = places.slice(1).flatMap((end, index) => parser.push(stream.slice(places[index], end)));
        expect(read).toEqual(events);
      }),
    );
  });

  it('holds back an event that is not complete', () => {
    const parser = new EventStreamParser();
    expect(parser.push('event: story\ndata: half')).toEqual([]);
    expect(parser.push('\n')).toEqual([]);
    expect(parser.push('\n')).toEqual([{ event: 'story', data: 'half', id: '' }]);
  });
});
