import { describe, expect, it } from '@jest/globals';
import {
  absolute,
  clock,
  dayKey,
  dayLabel,
  relative,
  shortAgo,
  stamp,
  startOfDay,
  timeBounds,
} from './time.js';

const paris = 'Europe/Paris';
const now = Date.parse('2022-05-24T12:00:00Z');
const minutes = (n: number) => new Date(now + n * 60_000).toISOString();

describe('times on the page', () => {
  it('are shown in the zone of the reader', () => {
    expect(clock('2022-05-24T12:05:09Z', paris)).toBe('14:05');
    expect(absolute('2022-05-24T12:05:09Z', paris)).toBe('Tuesday 24 May 2022, 14:05:09 CEST');
    expect(stamp('2022-05-24T12:05:09Z', now, paris)).toBe('24 May, 14:05 CEST');
    expect(stamp('2021-01-02T12:05:09Z', now, paris)).toBe('2 Jan 2021, 13:05 CET');
  });

  it('say how long ago in words', () => {
    expect([0, -4, -180, -1440, -4320].map((n) => relative(minutes(n), now))).toEqual([
      'just now',
      '4 minutes ago',
      '3 hours ago',
      'yesterday',
      '3 days ago',
    ]);
    expect([0, -4, -180, -1500, -4320, 20].map((n) => shortAgo(minutes(n), now))).toEqual([
      'now',
      '4 min',
      '3 h',
      '25 h',
      '3 d',
      'in 20 min',
    ]);
  });

  it('tell the end of an embargo to the minute', () => {
    expect(relative(minutes(118), now)).toBe('in 1 h 58 min');
    expect(relative(minutes(20), now)).toBe('in 20 minutes');
  });

  it('stay empty when they cannot be read', () => {
    expect([clock('', paris), relative('x', now), shortAgo('', now), dayKey(Number.NaN, paris)]).toEqual([
      '',
      '',
      '',
      '',
    ]);
  });

  it('name today and yesterday as the days are in the zone', () => {
    expect(dayLabel('2022-05-23T22:30:00Z', now, paris)).toBe('Today');
    expect(dayLabel('2022-05-23T21:30:00Z', now, paris)).toBe('Yesterday');
    expect(dayLabel('2022-05-23T21:30:00Z', now, 'America/New_York')).toBe('Yesterday');
    expect(dayLabel('2022-05-20T10:00:00Z', now, paris)).toBe('Friday 20 May 2022');
  });
});

describe('a day', () => {
  it('begins at midnight of the zone, on days of a clock change too', () => {
    const start = (day: string, zone: string) => new Date(startOfDay(day, zone)).toISOString();
    expect(start('2022-05-24', paris)).toBe('2022-05-23T22:00:00.000Z');
    expect(start('2022-03-27', paris)).toBe('2022-03-26T23:00:00.000Z');
    expect(start('2022-03-28', paris)).toBe('2022-03-27T22:00:00.000Z');
    expect(start('2022-10-30', paris)).toBe('2022-10-29T22:00:00.000Z');
    expect(start('2022-10-31', paris)).toBe('2022-10-30T23:00:00.000Z');
    expect(start('2022-05-24', 'America/New_York')).toBe('2022-05-24T04:00:00.000Z');
    expect(start('2022-05-24', 'Asia/Kolkata')).toBe('2022-05-23T18:30:00.000Z');
  });

  it('belongs whole to a range that ends with it', () => {
    expect(timeBounds({ preset: 'range', fromDay: '2022-05-20', toDay: '2022-05-21' }, now, 'UTC')).toEqual({
      from: '2022-05-20T00:00:00.000Z',
      to: '2022-05-22T00:00:00.000Z',
    });
    expect(timeBounds({ preset: 'range', fromDay: '', toDay: '' }, now, 'UTC')).toEqual({
      from: null,
      to: null,
    });
    expect(timeBounds({ preset: '24h', fromDay: '', toDay: '' }, now, 'UTC').from).toBe(
      '2022-05-23T12:00:00.000Z',
    );
  });
});
