import { newId } from '#contracts';
import { bareFactsOf, type Decided } from '#identity';
import type { FilingRecord, TruthQuarantine } from '#store';
import { excerptOf, type Fault, type Incoming } from './decide-all.js';

/** The row of a filing that was decided on. */
export function recordOf(one: Decided, now: string): FilingRecord {
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

/** A filing of its own, so that its receipt settles and the dispatch is known when it comes again. */
export function faultRecord({ event, error }: Fault, now: string): FilingRecord {
  const facts = bareFactsOf(event);
  return {
    facts: { ...facts, notice: true },
    storyId: facts.storyId,
    live: false,
    outcome: 'quarantined',
    reason: `internal_error: ${messageOf(error)}`,
    of: null,
    score: null,
    decidedAt: now,
  };
}

/** Where a filing's dispatch is kept: with its own story, a note's with the story that it names. */
export function bodyAddress({ filing, decision }: Decided): { storyId: string; contentHash: string } {
  return { storyId: filing.notice ? decision.storyId : filing.storyId, contentHash: filing.contentHash };
}

/** Whether a filing counts from now on. */
export function isKept({ decision }: Decided): boolean {
  return decision.outcome !== 'skipped' && decision.outcome !== 'quarantined';
}

/** The quarantine entry of an item at which the code failed. */
export function faultRow({ event, error }: Fault): TruthQuarantine {
  return {
    ...quarantineOf(event),
    code: 'internal_error',
    detail: messageOf(error),
    stack: error instanceof Error ? (error.stack ?? null) : null,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The quarantine entry of a kill that says not what it kills; none for other decisions. */
export function orphanRow(one: Decided, incoming: ReadonlyMap<string, Incoming>): TruthQuarantine[] {
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
