import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Dispatch, FilingFacts, OutgoingEvent, StorySnapshot } from '#contracts';
import { movedSnapshot, snapshotOf, type Decided, type StoryView, type Transition } from '#identity';
import { appendEvents, bodyKey, loadBodies, loadSnapshots, saveTruth } from '#store';
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

/** Writes decisions as rows, snapshots and events, in the caller's transaction. */
@Injectable()
export class TruthWriter {
  async write(manager: EntityManager, outcome: Outcome): Promise<void> {
    const { now, decided, incoming } = outcome;
    const transitions = [...outcome.first, ...decided.flatMap((one) => one.transitions)];
    const snapshots = await loadSnapshots(manager, [...new Set(transitions.map((one) => one.storyId))]);
    const bodies = await this.bodiesOf(manager, transitions, outcome);
    const changed = new Map<string, StorySnapshot>();
    const events: OutgoingEvent[] = [];
    const put = (transition: Transition): void => {
      const previous = changed.get(transition.storyId) ?? snapshots.get(transition.storyId) ?? null;
      const next = this.nextSnapshot(transition, previous, bodies, now);
      if (next === null) return;
      changed.set(transition.storyId, next);
      events.push(storyEvent(transition, previous, next));
    };
    outcome.first.forEach(put);
    for (const one of decided) {
      one.transitions.forEach(put);
      const item = incoming.get(one.filing.dispatchId);
      if (item) events.push(...filingEvents(one, item, now));
    }
    events.push(
      ...outcome.faults.filter((fault) => takesBack(fault.event)).map((fault) => faultAlert(fault, now)),
    );
    await saveTruth(manager, {
      filings: [
        ...decided.map((one) => recordOf(one, now)),
        ...outcome.faults.map((fault) => faultRecord(fault, now)),
      ],
      replaced: decided.flatMap((one) => one.replaced?.dispatchId ?? []),
      bodies: decided.filter(isKept).flatMap((one) => {
        const dispatch = incoming.get(one.filing.dispatchId)?.event.dispatch;
        return dispatch ? [{ ...bodyAddress(one), dispatch }] : [];
      }),
      stories: [...changed.values()],
      quarantine: [...outcome.faults.map(faultRow), ...decided.flatMap((one) => orphanRow(one, incoming))],
    });
    await appendEvents(manager, events);
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

function shownBodies(
  view: StoryView,
  bodies: ReadonlyMap<string, Dispatch>,
): { content: Dispatch | null; control: Dispatch | null } {
  const bodyOf = (filing: FilingFacts | null): Dispatch | null =>
    filing === null ? null : (bodies.get(bodyKey(filing)) ?? null);
  return { content: bodyOf(view.state.content), control: bodyOf(view.state.control) };
}
