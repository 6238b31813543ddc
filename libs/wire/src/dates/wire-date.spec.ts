import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseWireDate } from './wire-date.js';
import { yearOf } from './calendar.js';

const receivedAt = new Date('2024-05-14T12:00:00Z');
const instant = (raw: string, zone?: string): string | undefined =>
  parseWireDate(raw, { receivedAt, zone })?.instant;

describe('reading a date of the wire', () => {
  it.each([
    ['Tue, 14 May 2024 09:30:00 EDT', '2024-05-14T13:30:00Z'],
    ['Tue, 14 May 2024 15:30:00 CEST', '2024-05-14T13:30:00Z'],
    ['Tue, 14 May 2024 15:30:00 MESZ', '2024-05-14T13:30:00Z'],
    ['Mon, 15 Jul 2024 09:30:00 EST', '2024-07-15T14:30:00Z'],
    ['Tue, 14 May 2024 09:30:00 +02:00', '2024-05-14T07:30:00Z'],
    ['Tue, 14 May 2024 09:30:00 +0200', '2024-05-14T07:30:00Z'],
    ['Tue, 14 May 2024 09:30:00 GMT+2', '2024-05-14T07:30:00Z'],
    ['Tue, 14 May 2024 09:30:00 GMT', '2024-05-14T09:30:00Z'],
    ['14 May 2024 09:30 America/Los_Angeles', '2024-05-14T16:30:00Z'],
    ['Tue, 14 May 24 09:30:00 Z', '2024-05-14T09:30:00Z'],
  ])('knows the zone in %s', (raw, expected) => {
    expect(instant(raw)).toBe(expected);
  });

  it.each([
    ['mar., 14 mai 2024 09:30:00 +0200', '2024-05-14T07:30:00Z'],
    ['Tue, 14 Mai 2024 09:30:00 +0200', '2024-05-14T07:30:00Z'],
    ['Tue, May 14 2024 09:30:00 GMT', '2024-05-14T09:30:00Z'],
    ['dom, 02 ott 2022 10:00:00 +0200', '2022-10-02T08:00:00Z'],
    ['14 de mayo de 2024, 18:30 +0200', '2024-05-14T16:30:00Z'],
    ['1er août 2023 à 7h05 GMT', '2023-08-01T07:05:00Z'],
    ['Sat Jan 01 00:00:00 GMT 2000', '2000-01-01T00:00:00Z'],
    ['12. März 2024, 18:05 Uhr CET', '2024-03-12T17:05:00Z'],
    ['14 mei 2024 09:30 GMT', '2024-05-14T09:30:00Z'],
    ['5 de março de 2024 09:30 GMT', '2024-03-05T09:30:00Z'],
    ['3 desember 2023 09:30 GMT', '2023-12-03T09:30:00Z'],
    ['May 14, 2024 6:30 pm GMT', '2024-05-14T18:30:00Z'],
    ['02-Oct-2024 09:30:00 GMT', '2024-10-02T09:30:00Z'],
  ])('knows the month in %s', (raw, expected) => {
    expect(instant(raw)).toBe(expected);
  });

  it.each([
    ['2024-05-14T09:30:00Z', '2024-05-14T09:30:00Z'],
    ['2024-05-14T09:30:00.250Z', '2024-05-14T09:30:00.250Z'],
    ['2024-05-14T09:30:00.000Z', '2024-05-14T09:30:00Z'],
    ['2024-05-14T09:30:00-0500', '2024-05-14T14:30:00Z'],
    ['2024-05-14 09:30:00 +02:00  ', '2024-05-14T07:30:00Z'],
    ['20240514T093000+0200', '2024-05-14T07:30:00Z'],
    ['20240514T093000Z', '2024-05-14T09:30:00Z'],
    ['2024-02-29T23:59:59-05:00', '2024-03-01T04:59:59Z'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59Z'],
    ['2024-05-14T24:00:00Z', '2024-05-15T00:00:00Z'],
    ['251037 Sep 24', '2024-09-25T10:37:00Z'],
    ['310001Z JUL 97', '1997-07-31T00:01:00Z'],
    ['06-29-17 2350GMT', '2017-06-29T23:50:00Z'],
    ['14.05.2024, 09:30 Uhr', '2024-05-14T09:30:00Z'],
  ])('reads the shape of %s', (raw, expected) => {
    expect(instant(raw)).toBe(expected);
  });

  it.each([
    '2023-02-29T10:00:00Z',
    '31 April 2024 10:00 GMT',
    '2024-05-14T25:00:00Z',
    'Tue, 14 May 2024 09:30:00 +2500',
    'Tue, 14 May 2024 09:30:00 XYZT',
    '2024-05-14T09:30:00 Nowhere/City',
    'tomorrow noon',
    'the vote of 14 May 2024 was close',
    '05/06/2024 10:00',
    '',
    '0000-00-00T00:00:00Z',
  ])('refuses %j rather than guess', (raw) => {
    expect(parseWireDate(raw, { receivedAt })).toBeUndefined();
  });

  it('keeps a day a day', () => {
    expect(parseWireDate('20240514', { receivedAt, zone: 'Europe/Paris' })).toEqual({
      instant: '2024-05-14T00:00:00Z',
      precision: 'day',
      raw: '20240514',
    });
  });

  it('takes the zone of the source when none is written, and says so', () => {
    expect(parseWireDate('2016-01-12 12:35:40', { receivedAt, zone: 'Europe/Helsinki' })).toEqual({
      instant: '2016-01-12T10:35:40Z',
      precision: 'instant',
      raw: '2016-01-12 12:35:40',
      assumedZone: 'Europe/Helsinki',
    });
  });

  it('reads an hour that comes twice as the earlier for publication and the later for an embargo', () => {
    const options = { receivedAt, zone: 'Europe/Paris' };
    expect(parseWireDate('2024-10-27T02:30:00', options)?.instant).toBe('2024-10-27T00:30:00Z');
    expect(parseWireDate('2024-10-27T02:30:00', { ...options, ambiguity: 'later' })?.instant).toBe(
      '2024-10-27T01:30:00Z',
    );
  });

  it('moves a time that summer time skips forward', () => {
    expect(instant('2024-03-31T02:30:00', 'Europe/Paris')).toBe('2024-03-31T01:30:00Z');
  });

  it('asks the profile what an ambiguous zone name means', () => {
    const raw = 'Tue, 14 May 2024 15:30:00 IST';
    expect(parseWireDate(raw, { receivedAt })?.instant).toBe('2024-05-14T10:00:00Z');
    expect(parseWireDate(raw, { receivedAt, zoneNames: { IST: '+01:00' } })?.instant).toBe(
      '2024-05-14T14:30:00Z',
    );
  });

  it('reads every instant that it could have written, under any offset', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('1970-01-02T00:00:00Z'),
          max: new Date('2099-12-30T00:00:00Z'),
          noInvalidDate: true,
        }),
        fc.integer({ min: -14 * 60, max: 14 * 60 }),
        (date, offset) => {
          const whole = Math.floor(date.getTime() / 1000) * 1000;
          const local = new Date(whole + offset * 60_000).toISOString().slice(0, 19);
          const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
          const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
          const raw = `${local}${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
          expect(Date.parse(parseWireDate(raw, { receivedAt })?.instant ?? '')).toBe(whole);
        },
      ),
    );
  });

  it('never throws, whatever stands there', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 120 }), (raw) => {
        parseWireDate(raw, { receivedAt, zone: 'Europe/Rome' });
      }),
    );
  });
});

describe('the year of a day that is written without one', () => {
  it.each([
    [5, 23, '2022-05-24T06:00:00Z', 2022],
    [12, 31, '2023-01-01T02:00:00Z', 2022],
    [1, 1, '2022-12-31T23:00:00Z', 2023],
    [2, 29, '2023-03-05T00:00:00Z', 2020],
  ])('of month %d, day %d received %s is %d', (month, day, received, year) => {
    expect(yearOf(month, day, new Date(received))).toBe(year);
  });
});
