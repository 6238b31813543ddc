import { setImmediate as turn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Dispatch, FilingFacts, OutgoingEvent, StorySnapshot } from '#contracts';
import { movedSnapshot, snapshotOf, type Decided, type StoryView, type Transition } from '#identity';
import {
  appendEvents,
  bodyKey,
  loadBodies,
  loadSnapshots,
  saveFilings,
  saveStories,
  type FilingChanges,
  type StoryRecord,
} from '#store';
import { takesBack, type Fault, type Incoming } from './decide-all.js';
import { faultAlert, filingEvents, storyEvent } from './truth-events.js';
import { bodyAddress, faultRecord, faultRow, isKept, orphanRow, recordOf } from './truth-rows.js';

/** All that is to be written of a batch, in the order in which it was decided. */
export interface Outcome {
  readonly now: string;
  /** Changes that time or an operator brought, before those of the filings. */
  readonly first: readonly Transition[];
  readonly decided: readonly Decided[];
  readonly incoming: ReadonlyMap<string, Incoming>;
  readonly faults: readonly Fault[];
}

/** So often the event loop gets its turn, which sends PostgreSQL what it waits for. */
const decisionsATurn = 16;

/** Writes decisions as rows, snapshots and events, in the caller's transaction. */
@Injectable()
export class TruthWriter {
  async write(manager: EntityManager, outcome: Outcome): Promise<void> {
    const transitions = [...outcome.first, ...outcome.decided.flatMap((one) => one.transitions)];
    const snapshots = await loadSnapshots(manager, [...new Set(transitions.map((one) => one.storyId))]);
    const bodies = await this.bodiesOf(manager, transitions, outcome);
    // PostgreSQL writes the one half while the other is worked out here
    const [, { stories, events }] = await bothOf(
      saveFilings(manager, filingsOf(outcome)),
      this.tell(outcome, snapshots, bodies),
    );
    await saveStories(manager, stories);
    await appendEvents(manager, events);
  }

  /** The snapshots that the stories come to, and the events of all changes in their order. */
  private async tell(
    { now, first, decided, incoming, faults }: Outcome,
    snapshots: ReadonlyMap<string, StorySnapshot>,
    bodies: ReadonlyMap<string, Dispatch>,
  ): Promise<{ stories: StoryRecord[]; events: OutgoingEvent[] }> {
    const changed = new Map<string, StoryRecord>();
    const events: OutgoingEvent[] = [];
    const put = (transition: Transition, traceparent?: string): void => {
      const { storyId } = transition;
      const previous = changed.get(storyId)?.snapshot ?? snapshots.get(storyId) ?? null;
      const next = this.nextSnapshot(transition, previous, bodies, now);
      if (next === null) return;
      changed.set(storyId, { snapshot: next, textOf: textOf(transition.after, next, bodies) });
      events.push(storyEvent(transition, previous, next, traceparent));
    };
    for (const transition of first) put(transition);
    for (const [index, one] of decided.entries()) {
      if (index % decisionsATurn === 0) await turn();
      const item = incoming.get(one.filing.dispatchId);
      for (const transition of one.transitions) put(transition, item?.traceparent);
      if (item) events.push(...filingEvents(one, item, now));
    }
    events.push(...faults.filter((fault) => takesBack(fault.event)).map((fault) => faultAlert(fault, now)));
    return { stories: [...changed.values()], events };
  }

  /** The dispatches that the snapshots show: the batch's own, the others loaded at once. */
  private async bodiesOf(
    manager: EntityManager,
    transitions: readonly Transition[],
    outcome: Outcome,
  ): Promise<ReadonlyMap<string, Dispatch>> {
    const own = new Map<string, Dispatch>();
    for (const { event, facts } of outcome.incoming.values()) own.set(bodyKey(facts), event.dispatch);
    const shown = transitions.flatMap(({ after }) =>
      after ? [after.state.content, after.state.control] : [],
    );
    const missing = new Map<string, FilingFacts>();
    for (const filing of shown) {
      if (filing !== null && !own.has(bodyKey(filing))) missing.set(bodyKey(filing), filing);
    }
    const loaded = await loadBodies(manager, [...missing.values()]);
    return new Map([...loaded, ...own]);
  }

  private nextSnapshot(
    { after }: Transition,
    previous: StorySnapshot | null,
    bodies: ReadonlyMap<string, Dispatch>,
    now: string,
  ): StorySnapshot | null {
    const stamp = { revision: (previous?.revision ?? 0) + 1, now, clusterId: previous?.clusterId ?? null };
    if (after === null) return previous && movedSnapshot(previous, stamp);
    return snapshotOf(after, shownBodies(after, bodies), stamp);
  }
}

/** Waits for both even when one fails: nothing may be sent on a transaction's connection after its end. */
async function bothOf<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}

function filingsOf({ now, decided, incoming, faults }: Outcome): FilingChanges {
  return {
    filings: [...decided.map((one) => recordOf(one, now)), ...faults.map((fault) => faultRecord(fault, now))],
    replaced: decided.flatMap((one) => one.replaced?.dispatchId ?? []),
    bodies: decided.filter(isKept).flatMap((one) => {
      const dispatch = incoming.get(one.filing.dispatchId)?.event.dispatch;
      return dispatch ? [{ ...bodyAddress(one), dispatch }] : [];
    }),
    quarantine: [...faults.map(faultRow), ...decided.flatMap((one) => orphanRow(one, incoming))],
  };
}

/** The version whose body a snapshot shows as it is; none when it shows another story's, or none. */
function textOf(
  view: StoryView | null,
  { storyId, item, text }: StorySnapshot,
  bodies: ReadonlyMap<string, Dispatch>,
): string | null {
  const content = view?.state.content ?? null;
  if (content === null || content.storyId !== storyId) return null;
  const dispatch = bodies.get(bodyKey(content));
  return dispatch?.text === text && dispatch.item.bodies === item.bodies ? content.contentHash : null;
}

function shownBodies(
  view: StoryView,
  bodies: ReadonlyMap<string, Dispatch>,
): { content: Dispatch | null; control: Dispatch | null } {
  const bodyOf = (filing: FilingFacts | null): Dispatch | null =>
    filing === null ? null : (bodies.get(bodyKey(filing)) ?? null);
  return { content: bodyOf(view.state.content), control: bodyOf(view.state.control) };
}
