import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aDispatch, streamNow, wireStream } from '#testing';
import type { Dispatch, DispatchNormalised, FilingFacts } from '#contracts';
import { factsOf } from './facts.js';
import type { StoryView } from './group.js';
import { snapshotOf } from './snapshot.js';
import { TruthDesk } from './truth-desk.js';

/** All that a reader could tell of a story. */
function shown(view: StoryView | null): unknown {
  return (
    view && {
      status: view.status,
      reason: view.reason,
      group: view.groupId,
      originalKilled: view.originalKilled,
      hold: view.hold,
      copies: view.copies,
      content: view.state.content?.dispatchId,
      control: view.state.control?.dispatchId,
      versions: view.state.versions.map((version) => version.representative.dispatchId),
    }
  );
}

function truthOf(desk: TruthDesk): Record<string, unknown> {
  return Object.fromEntries(desk.stories().map((view) => [view.state.storyId, shown(view)]));
}

function decided(stream: readonly DispatchNormalised[]): TruthDesk {
  const desk = new TruthDesk(streamNow);
  for (const event of stream) desk.decide(factsOf(event));
  return desk;
}

/** Writes views of a stream's stories as snapshots, their revision aside. */
function snapshotsOf(stream: readonly DispatchNormalised[]): (view: StoryView | null) => unknown {
  const dispatches = new Map(stream.map((event) => [event.dispatchId, event.dispatch]));
  const bodyOf = (filing: FilingFacts | null): Dispatch | null =>
    dispatches.get(filing?.dispatchId ?? '') ?? null;
  return (view) =>
    view &&
    snapshotOf(
      view,
      { content: bodyOf(view.state.content), control: bodyOf(view.state.control) },
      { revision: 1, now: streamNow },
    );
}

const shuffled = wireStream().chain((stream) =>
  fc.tuple(fc.constant(stream), fc.shuffledSubarray(stream, { minLength: stream.length })),
);

describe('the truth', () => {
  it('is the same whatever order versions, corrections, kills, embargoes and copies come in', () => {
    fc.assert(
      fc.property(shuffled, ([stream, other]) => {
        expect(truthOf(decided(other))).toEqual(truthOf(decided(stream)));
      }),
      { numRuns: 300 },
    );
  });

  it('is the same when dispatches come again', () => {
    fc.assert(
      fc.property(wireStream(), (stream) => {
        const desk = decided(stream);
        const before = truthOf(desk);
        const again = stream.map((event) => desk.decide(factsOf(event)));
        expect(truthOf(desk)).toEqual(before);
        expect(again.flatMap((one) => one.transitions)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('is the same when only a part of it is in memory: what was decided is loaded again', () => {
    fc.assert(
      fc.property(shuffled, fc.nat(), ([stream, other], cut) => {
        const at = cut % (other.length + 1);
        const first = other.slice(0, at).map(factsOf);
        const kept = first.filter((facts) => !(facts.notice && facts.targets.length === 0));
        const desk = new TruthDesk(streamNow, {
          filings: kept,
          kills: kept.filter((facts) => facts.targets.length > 0),
          released: new Map(),
        });
        for (const event of other.slice(at)) desk.decide(factsOf(event));
        expect(truthOf(desk)).toEqual(truthOf(decided(stream)));
      }),
      { numRuns: 100 },
    );
  });

  it('tells every change of what a snapshot shows by a transition from what was told before', () => {
    fc.assert(
      fc.property(shuffled, ([, stream]) => {
        const written = snapshotsOf(stream);
        const desk = new TruthDesk(streamNow);
        const told = new Map<string, unknown>();
        for (const event of stream) {
          for (const { storyId, before, after } of desk.decide(factsOf(event)).transitions) {
            expect(written(before)).toEqual(told.get(storyId) ?? null);
            told.set(storyId, written(after));
          }
        }
        for (const view of desk.stories()) expect(told.get(view.state.storyId)).toEqual(written(view));
      }),
      { numRuns: 200 },
    );
  });

  it('never shows copy of which a kill without rank is known', () => {
    fc.assert(
      fc.property(shuffled, ([stream]) => {
        const desk = decided([...stream, aDispatch({ story: 's1', signal: 'kill', text: '' })]);
        const { storyId } = factsOf(aDispatch({ story: 's1' }));
        expect(desk.story(storyId)?.status).toBe('canceled');
      }),
      { numRuns: 50 },
    );
  });
});
