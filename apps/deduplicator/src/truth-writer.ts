import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  encodeEvent,
  mainHeadline,
  newId,
  type Dispatch,
  type Filing,
  type FilingFacts,
  type OutgoingEvent,
  type StorySnapshot,
} from '#contracts';
import {
  changedFields,
  movedSnapshot,
  snapshotOf,
  type Decided,
  type DeskAlert,
  type StoryView,
  type Transition,
} from '#identity';
import {
  appendEvents,
  bodyKey,
  loadBodies,
  loadSnapshots,
  saveTruth,
  type FilingRecord,
  type TruthQuarantine,
} from '#store';
import { excerptOf, takesBack, type Fault, type Incoming } from './decide-all.js';

const source = '/wiredesk/deduplicator';

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
      filings: decided.map((one) => recordOf(one, now)),
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

function storyEvent(
  transition: Transition,
  previous: StorySnapshot | null,
  story: StorySnapshot,
): OutgoingEvent {
  const change = {
    cause: transition.cause,
    previousRevision: previous?.revision ?? null,
    previousStatus: previous?.status ?? null,
    fields: changedFields(previous, story),
    quiet: transition.quiet,
  };
  return encodeEvent(transition.type, story.storyId, { story, change }, { source });
}

function filingEvents(one: Decided, item: Incoming, now: string): OutgoingEvent[] {
  const alerts = one.alerts.map((alert) => alertEvent(alert, now));
  if (one.decision.outcome === 'skipped') return alerts;
  const filing = filingOf(one, item);
  return [encodeEvent('wire.filing.recorded.v1', filing.storyId, { filing }, { source }), ...alerts];
}

/** The filing as others see it; of copy that is held back they see neither headline nor dateline. */
function filingOf({ filing: facts, decision, transitions }: Decided, item: Incoming): Filing {
  const { dispatch } = item.event;
  const status = transitions.find((transition) => transition.storyId === facts.storyId)?.after?.status;
  const isHeld =
    status === 'embargoed' ||
    status === 'withheld' ||
    decision.outcome === 'withheld' ||
    facts.embargoState !== null;
  const { dateline } = dispatch.editorial;
  return {
    dispatchId: facts.dispatchId,
    transmissionId: facts.transmissionId,
    storyId: decision.storyId,
    provider: facts.provider,
    feed: facts.feed,
    version: facts.version,
    versionCreated: facts.versionCreated ?? facts.receivedAt,
    receivedAt: facts.receivedAt,
    outcome: decision.outcome,
    reason: decision.reason,
    of: decision.of,
    score: decision.score,
    headline: isHeld ? null : (mainHeadline(dispatch.item) ?? null),
    ...(dateline === undefined || isHeld ? {} : { dateline }),
  };
}

function alertEvent(alert: DeskAlert, at: string): OutgoingEvent {
  const key = alert.storyId ?? alert.transmissionId;
  return encodeEvent(
    'wire.alert.raised.v1',
    key,
    { alertId: newId(), audience: 'ops', ...alert, at },
    { source },
  );
}

function faultAlert({ event }: Fault, now: string): OutgoingEvent {
  return alertEvent(
    {
      code: 'kill_not_applied',
      detail: 'a kill or withhold could not be read and waits in quarantine: apply it by hand',
      storyId: null,
      provider: event.provider,
      transmissionId: event.transmissionId,
    },
    now,
  );
}

function recordOf(one: Decided, now: string): FilingRecord {
  const { filing, decision } = one;
  return {
    facts: filing,
    storyId: filing.notice ? decision.storyId : filing.storyId,
    live: isKept(one),
    outcome: decision.outcome,
    reason: decision.reason,
    of: decision.of,
    score: decision.score,
    decidedAt: now,
  };
}

function bodyAddress({ filing, decision }: Decided): { storyId: string; contentHash: string } {
  return { storyId: filing.notice ? decision.storyId : filing.storyId, contentHash: filing.contentHash };
}

function isKept({ decision }: Decided): boolean {
  return decision.outcome !== 'skipped' && decision.outcome !== 'quarantined';
}

function faultRow({ event, error }: Fault): TruthQuarantine {
  const isError = error instanceof Error;
  return {
    ...quarantineOf(event),
    code: 'internal_error',
    detail: isError ? error.message : String(error),
    stack: isError ? (error.stack ?? null) : null,
  };
}

function orphanRow(one: Decided, incoming: ReadonlyMap<string, Incoming>): TruthQuarantine[] {
  const event = incoming.get(one.filing.dispatchId)?.event;
  if (one.decision.outcome !== 'quarantined' || event === undefined) return [];
  const [alert] = one.alerts;
  return [
    { ...quarantineOf(event), code: alert?.code ?? 'refused', detail: one.decision.reason, stack: null },
  ];
}

function quarantineOf(event: Incoming['event']): Omit<TruthQuarantine, 'code' | 'detail' | 'stack'> {
  return {
    quarantineId: newId(),
    transmissionId: event.transmissionId,
    run: event.run,
    index: event.index,
    feed: event.feed,
    provider: event.provider,
    format: event.dispatch.format,
    rawExcerpt: excerptOf(event),
  };
}
