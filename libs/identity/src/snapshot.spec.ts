import { describe, expect, it } from '@jest/globals';
import { mainHeadline, storyIdOf, storySnapshot, type Dispatch, type StorySnapshot } from '#contracts';
import { aDispatch, embargoUntil, reportOn, type DispatchOptions } from '#testing';
import { factsOf } from './facts.js';
import { changedFields, snapshotOf } from './snapshot.js';
import { TruthDesk } from './truth-desk.js';

const now = '2024-05-14T12:00:00.000Z';
const story = 'x';

/** The snapshot of one story after some filings, checked against the contract. */
function snapshotAfter(...filings: DispatchOptions[]): StorySnapshot {
  const desk = new TruthDesk(now);
  const bodies = new Map<string, Dispatch>();
  for (const options of filings) {
    const event = aDispatch({ story, ...options });
    bodies.set(event.dispatchId, event.dispatch);
    desk.decide(factsOf(event));
  }
  const view = desk.story(storyIdOf('nordwire', story));
  if (view === null) throw new Error('no story');
  const bodyOf = (id: string | undefined): Dispatch | null => bodies.get(id ?? '') ?? null;
  const snapshot = snapshotOf(
    view,
    { content: bodyOf(view.state.content?.dispatchId), control: bodyOf(view.state.control?.dispatchId) },
    { revision: filings.length, now },
  );
  expect(storySnapshot.safeParse(snapshot)).toMatchObject({ success: true });
  return snapshot;
}

describe('snapshot of a story', () => {
  it('bears version and dates as decided', () => {
    const snapshot = snapshotAfter(
      { version: '1', versionCreated: '2024-05-14T08:00:00Z', text: reportOn('Seven died') },
      {
        version: '2',
        versionCreated: '2024-05-14T09:00:00Z',
        text: reportOn('Four died'),
        signal: 'correction',
      },
    );
    expect(snapshot).toMatchObject({
      version: '2',
      versionCreated: '2024-05-14T09:00:00.000Z',
      firstCreated: '2024-05-14T08:00:00.000Z',
      corrected: true,
      versionCount: 2,
      item: { version: '2', pubStatus: 'usable' },
    });
  });

  it('of a killed story keeps its ids and headline and the note of the kill, and none of its text', () => {
    const secret = reportOn('A wrong claim');
    const snapshot = snapshotAfter(
      { version: '1', headline: 'Minister resigns', text: secret },
      { version: '2', signal: 'kill', headline: 'KILL', text: '', edNote: 'The report was wrong.' },
    );
    expect(mainHeadline(snapshot.item)).toBe('Minister resigns');
    expect(snapshot).toMatchObject({
      status: 'canceled',
      statusReason: 'killed',
      text: { plain: '' },
      item: {
        pubStatus: 'canceled',
        edNote: 'The report was wrong.',
        bodies: [],
        descriptions: [],
        associations: [],
      },
    });
    expect(JSON.stringify(snapshot)).not.toContain('A wrong claim');
  });

  it('of a story that is killed under its embargo does not give the headline away', () => {
    const snapshot = snapshotAfter(
      { version: '1', headline: 'Prize goes to Ada Lund', embargo: embargoUntil('2024-05-14T16:00:00Z') },
      { version: '2', signal: 'kill', text: '', headline: 'Kill' },
    );
    expect(JSON.stringify(snapshot)).not.toContain('Ada Lund');
  });

  it('states the instant of an inherited embargo in UTC (B62)', () => {
    const snapshot = snapshotAfter(
      { version: '1', embargo: embargoUntil('2024-05-14T18:00:00+02:00') },
      { version: '2', signal: 'correction', text: reportOn('Four died') },
    );
    expect(snapshot).toMatchObject({
      status: 'embargoed',
      embargoedUntil: '2024-05-14T16:00:00.000Z',
      item: { embargoedUntil: '2024-05-14T16:00:00.000Z' },
      embargo: { state: 'until', until: '2024-05-14T16:00:00.000Z' },
    });
  });

  it('forgets an embargo that has passed', () => {
    const snapshot = snapshotAfter({ embargo: embargoUntil('2024-05-14T11:00:00Z') });
    expect(snapshot).toMatchObject({ status: 'usable', embargoedUntil: null, embargo: null });
    expect(snapshot.item.embargoedUntil).toBeUndefined();
  });

  it('names the members that differ from the one before', () => {
    const one = snapshotAfter({ version: '1', headline: 'Ferry sinks' });
    const other = snapshotAfter({ version: '2', headline: 'Ferry raised', text: reportOn('It was raised') });
    expect(changedFields(one, other)).toEqual(['headline', 'body', 'version', 'group']);
    expect(changedFields(null, one)).toEqual([]);
  });
});
