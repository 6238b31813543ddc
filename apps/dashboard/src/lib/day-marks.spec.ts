import { describe, expect, it } from '@jest/globals';
import { dayMarks } from './day-marks.js';
import { rowOf } from './testing.js';

const now = Date.parse('2022-05-24T12:00:00Z');
const on = (day: string) => rowOf(1, { versionCreated: `${day}T08:00:00.000Z` });

describe('day headings', () => {
  it('stand where the list steps into another day', () => {
    const rows = [on('2022-05-24'), on('2022-05-24'), on('2022-05-23'), on('2022-05-20')];
    expect([...dayMarks(rows, 'new', now, 'UTC')]).toEqual([
      [0, 'Today'],
      [2, 'Yesterday'],
      [3, 'Friday 20 May 2022'],
    ]);
    expect([...dayMarks(rows.toReversed(), 'old', now, 'UTC').keys()]).toEqual([0, 1, 2]);
  });

  it('do not come twice when a story of yesterday was updated today where it stands', () => {
    const rows = [on('2022-05-24'), on('2022-05-23'), on('2022-05-24'), on('2022-05-23')];
    expect([...dayMarks(rows, 'new', now, 'UTC').keys()]).toEqual([0, 1]);
  });

  it('are left out when the order is not one of time', () => {
    expect(dayMarks([on('2022-05-24')], 'relevance', now, 'UTC').size).toBe(0);
  });
});
