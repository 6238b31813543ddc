import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { pageOf, rowOf } from './testing.js';
import { emptyList, wireListReducer, type WireChange, type WireList } from './wire-list.js';
import type { WireRow } from './wire-row.js';

const loaded = (...rows: WireRow[]) =>
  wireListReducer(emptyList, { type: 'loaded', page: pageOf(rows, { cursor: 'next' }) });
const change = (row: WireRow, gone = false): WireChange => ({ row, gone });
const told = (list: WireList, changes: WireChange[], members: { insert?: boolean; accepts?: boolean } = {}) =>
  wireListReducer(list, {
    type: 'changed',
    changes,
    insert: members.insert ?? true,
    accepts: () => members.accepts ?? true,
    at: 1,
  });
const ids = (rows: readonly WireRow[]) => rows.map((row) => row.storyId);
const killed = (n: number, revision: number) => rowOf(n, { revision, status: 'canceled', signal: 'kill' });

describe('the live list', () => {
  it('puts a new story on top at once when nobody is reading', () => {
    const list = told(loaded(rowOf(2), rowOf(3)), [change(rowOf(1))]);
    expect(ids(list.rows)).toEqual(['story-1', 'story-2', 'story-3']);
    expect(list.pending).toEqual([]);
    expect(list.counts.total).toBe(3);
  });

  it('keeps new stories waiting while someone reads, and shows them in order when asked', () => {
    const waiting = told(loaded(rowOf(3)), [change(rowOf(2)), change(rowOf(1))], { insert: false });
    expect(ids(waiting.rows)).toEqual(['story-3']);
    expect(ids(waiting.pending)).toEqual(['story-1', 'story-2']);
    const shown = wireListReducer(waiting, { type: 'pendingShown' });
    expect(ids(shown.rows)).toEqual(['story-1', 'story-2', 'story-3']);
    expect(shown.pending).toEqual([]);
  });

  it('updates a story where it stands instead of moving it', () => {
    const list = told(loaded(rowOf(1), rowOf(2)), [
      change(rowOf(2, { revision: 2, headline: 'Second lead', versionCreated: '2022-05-24T13:00:00.000Z' })),
    ]);
    expect(ids(list.rows)).toEqual(['story-1', 'story-2']);
    expect(list.rows[1]?.headline).toBe('Second lead');
    expect(list.rows[1]?.touchedAt).toBe(1);
  });

  it('empties a killed story at once and leaves its headline to be struck', () => {
    const list = told(loaded(rowOf(1)), [change({ ...killed(1, 2), item: rowOf(1).item })]);
    expect(list.rows[0]).toMatchObject({
      status: 'canceled',
      headline: 'Headline 1',
      item: null,
      highlight: null,
    });
  });

  it('does not count a killed story as new, whether it waits or was never listed', () => {
    const waiting = told(loaded(rowOf(3)), [change(rowOf(1))], { insert: false });
    const list = told(waiting, [change(killed(1, 2)), change(killed(2, 1))], { insert: false });
    expect(list.pending).toEqual([]);
    expect(ids(list.rows)).toEqual(['story-3']);
  });

  it('does not bring a killed text back when a lagging index still has it', () => {
    const list = told(loaded(rowOf(1), rowOf(2)), [change(killed(1, 2))]);
    const again = wireListReducer(list, { type: 'loaded', page: pageOf([rowOf(1), rowOf(2)]) });
    expect(again.rows[0]).toMatchObject({ status: 'canceled', item: null });
    const caughtUp = wireListReducer(list, { type: 'caughtUp', page: pageOf([rowOf(1)]), insert: true });
    expect(caughtUp.rows[0]).toMatchObject({ status: 'canceled', item: null });
  });

  it('never shows the text of a killed hit, even when the server sends it', () => {
    expect(loaded(rowOf(1, { status: 'canceled' })).rows[0]?.item).toBeNull();
  });

  it('takes an expired story out, and keeps it out of a page that still has it', () => {
    const list = told(loaded(rowOf(1), rowOf(2)), [change(rowOf(1, { revision: 2 }), true)]);
    expect(ids(list.rows)).toEqual(['story-2']);
    expect(ids(wireListReducer(list, { type: 'loaded', page: pageOf([rowOf(1)]) }).rows)).toEqual([]);
  });

  it('names another provider of a listed text on its row instead of adding one', () => {
    const copy = rowOf(9, { groupId: 'group-1', provider: 'inselpost' });
    const list = told(loaded(rowOf(1)), [change(copy)]);
    expect(ids(list.rows)).toEqual(['story-1']);
    expect(list.rows[0]?.alsoFrom).toEqual([{ provider: 'inselpost', storyId: 'story-9', share: null }]);
    const without = told(list, [change({ ...copy, revision: 2, status: 'canceled' })]);
    expect(without.rows[0]?.alsoFrom).toEqual([]);
  });

  it('shows a copy of its own when the row of the same text was killed', () => {
    const list = told(loaded(rowOf(1)), [change(killed(1, 2)), change(rowOf(0, { groupId: 'group-1' }))]);
    expect(ids(list.rows)).toEqual(['story-0', 'story-1']);
  });

  it('marks copy whose original was killed where it stands, and never promotes it', () => {
    const marked = (n: number) => change(rowOf(n, { revision: 2, originalKilled: true }));
    const list = told(loaded(rowOf(2)), [marked(1), marked(2)]);
    expect(ids(list.rows)).toEqual(['story-2']);
    expect(list.rows[0]?.originalKilled).toBe(true);
  });

  it('leaves out what the filters do not let pass, but still updates what is listed', () => {
    const list = told(
      loaded(rowOf(2)),
      [change(rowOf(1)), change(rowOf(2, { revision: 2, headline: 'Now' }))],
      {
        accepts: false,
      },
    );
    expect(ids(list.rows)).toEqual(['story-2']);
    expect(list.rows[0]?.headline).toBe('Now');
  });

  it('finds what the stream missed when it looks again, and takes nothing older for new', () => {
    const list = loaded(rowOf(2), rowOf(3));
    const page = pageOf([rowOf(1), rowOf(2), rowOf(3), rowOf(4)]);
    const caughtUp = wireListReducer(list, { type: 'caughtUp', page, insert: false });
    expect(ids(caughtUp.pending)).toEqual(['story-1']);
    expect(ids(caughtUp.rows)).toEqual(['story-2', 'story-3']);
  });

  it('adds a further page without repeating a story that moved between pages', () => {
    const list = wireListReducer(loaded(rowOf(1), rowOf(2)), {
      type: 'appended',
      page: pageOf([rowOf(2), rowOf(3)], { cursor: 'third' }),
    });
    expect(ids(list.rows)).toEqual(['story-1', 'story-2', 'story-3']);
    expect(list.cursor).toBe('third');
  });

  it('ends with the newest revision of each story, in whatever order and however often changes are told', () => {
    const changes = fc.array(
      fc.record({ n: fc.integer({ min: 0, max: 4 }), revision: fc.integer({ min: 1, max: 6 }) }),
      {
        minLength: 1,
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(changes, (sent) => {
        const rows = sent.map(({ n, revision }) =>
          change(revision === 6 ? killed(n, revision) : rowOf(n, { revision, headline: `${n}.${revision}` })),
        );
        const start = loaded(rowOf(0), rowOf(1), rowOf(2), rowOf(3), rowOf(4));
        const list = told(start, rows);
        for (const row of list.rows) {
          const revisions = sent
            .filter(({ n }) => row.storyId === `story-${n}`)
            .map(({ revision }) => revision);
          expect(row.revision).toBe(Math.max(1, ...revisions));
          if (row.revision === 6) expect(row.item).toBeNull();
        }
        expect(new Set(ids(list.rows)).size).toBe(list.rows.length);
      }),
    );
  });
});
