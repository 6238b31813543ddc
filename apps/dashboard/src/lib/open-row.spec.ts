import { describe, expect, it } from '@jest/globals';
import { newestOf } from './open-row.js';
import { rowOf } from './testing.js';

describe('the story in the reading pane', () => {
  it('is emptied by a kill that the list heard of before the server was asked again', () => {
    const killed = rowOf(1, { revision: 3, status: 'canceled', item: null });
    expect(newestOf(killed, rowOf(1, { revision: 2 }))).toBe(killed);
  });

  it('takes the fuller answer of the server and keeps the highlights of the list', () => {
    const listed = rowOf(1, { highlight: { headline: '<mark>a</mark>', body: [] } });
    const shown = newestOf(listed, rowOf(1, { headline: 'Fuller' }));
    expect(shown).toMatchObject({ headline: 'Fuller', highlight: listed.highlight });
  });

  it('is what the server knows when the list does not have it', () => {
    expect(newestOf(null, rowOf(7))).toEqual(rowOf(7));
    expect(newestOf(null, null)).toBeNull();
  });
});
