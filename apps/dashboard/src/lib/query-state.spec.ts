import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  emptyQuery,
  filterCount,
  formatQuery,
  listKey,
  parseQuery,
  passesFilters,
  searchParams,
  sorts,
  streamParams,
  toggleFilter,
  type QueryState,
} from './query-state.js';
import { rowOf } from './testing.js';
import { timePresets } from './time.js';

const now = Date.parse('2022-05-24T12:00:00Z');
const zone = 'Europe/Paris';
const withFilter = (name: 'provider' | 'language' | 'status', ...values: string[]): QueryState => ({
  ...emptyQuery,
  filters: { ...emptyQuery.filters, [name]: values },
});

describe('the address of the page', () => {
  it('is bare for the plain wire', () => {
    expect(formatQuery(emptyQuery)).toBe('');
    expect(parseQuery('')).toEqual(emptyQuery);
  });

  it('reads back to the same question, whatever was asked', () => {
    const values = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { maxLength: 3 });
    const dayText = fc
      .integer({ min: 0, max: 20_000 })
      .map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
    const state = fc
      .record({
        q: fc.string({ unit: 'grapheme' }),
        filters: fc.record({ provider: values, language: values, status: values, signal: values }),
        preset: fc.constantFrom(...timePresets),
        fromDay: fc.oneof(fc.constant(''), dayText),
        toDay: fc.oneof(fc.constant(''), dayText),
        held: fc.boolean(),
        sort: fc.constantFrom(...sorts),
        id: fc.option(fc.uuid()),
      })
      .map((made): QueryState => (made.preset === 'range' ? made : { ...made, fromDay: '', toDay: '' }));
    fc.assert(
      fc.property(state, (asked) => {
        expect(parseQuery(formatQuery(asked))).toEqual(asked);
      }),
    );
  });

  it('forgets what it does not understand instead of failing', () => {
    expect(parseQuery('?sort=sideways&time=never&id=%3Cscript%3E&from=yesterday&x=1')).toEqual(emptyQuery);
  });

  it('lists the same rows whichever of them is open', () => {
    expect(listKey({ ...emptyQuery, q: ' storm ', id: '0'.repeat(36) })).toBe(
      listKey({ ...emptyQuery, q: 'storm' }),
    );
  });
});

describe('a question to the search', () => {
  it('sends words trimmed, filters joined and times as instants', () => {
    const state: QueryState = {
      ...withFilter('provider', 'nordwire', 'inselpost'),
      q: ' storm ',
      preset: 'today',
    };
    expect(Object.fromEntries(searchParams(state, now, zone))).toEqual({
      q: 'storm',
      provider: 'nordwire,inselpost',
      from: '2022-05-23T22:00:00.000Z',
      time_zone: 'Europe/Paris',
    });
  });

  it('asks for held copy only when the reader does, on the stream as in the search', () => {
    const held = { ...emptyQuery, held: true };
    expect([
      searchParams(held, now, zone).get('includeHeld'),
      streamParams(held, zone).get('includeHeld'),
    ]).toEqual(['true', 'true']);
    expect(streamParams({ ...emptyQuery, q: ' storm ' }, zone).toString()).toBe(
      'time_zone=Europe%2FParis&q=storm',
    );
  });

  it('turns a value on and off again', () => {
    const on = toggleFilter(emptyQuery, 'language', 'fr');
    expect(filterCount(on)).toBe(1);
    expect(toggleFilter(on, 'language', 'fr')).toEqual(emptyQuery);
  });
});

describe('a story of the stream', () => {
  it('passes when no filter is set', () => {
    expect(passesFilters(rowOf(1), emptyQuery, now, zone)).toBe(true);
  });

  it('is held to the same filters as the search', () => {
    expect(passesFilters(rowOf(1), withFilter('provider', 'inselpost'), now, zone)).toBe(false);
    expect(passesFilters(rowOf(1), withFilter('status', 'usable', 'canceled'), now, zone)).toBe(true);
    expect(passesFilters(rowOf(3 * 24 * 60), { ...emptyQuery, preset: '24h' }, now, zone)).toBe(false);
  });

  it('is left out while it is held, unless held copy was asked for', () => {
    const embargoed = rowOf(1, { status: 'embargoed' });
    expect(passesFilters(embargoed, emptyQuery, now, zone)).toBe(false);
    expect(passesFilters(embargoed, { ...emptyQuery, held: true }, now, zone)).toBe(true);
  });

  it('passes a language filter with a narrower language and not with a wider one', () => {
    expect(passesFilters(rowOf(1, { language: 'fr-CA' }), withFilter('language', 'fr'), now, zone)).toBe(
      true,
    );
    expect(passesFilters(rowOf(1, { language: 'fr' }), withFilter('language', 'fr-CA'), now, zone)).toBe(
      false,
    );
    expect(passesFilters(rowOf(1, { language: null }), withFilter('language', 'fr'), now, zone)).toBe(false);
  });
});
