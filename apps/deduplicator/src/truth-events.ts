import {
  encodeEvent,
  mainHeadline,
  newId,
  type Filing,
  type OutgoingEvent,
  type StorySnapshot,
} from '#contracts';
import { changedFields, type Decided, type DeskAlert, type Transition } from '#identity';
import type { Fault, Incoming } from './decide-all.js';

const source = '/wiredesk/deduplicator';

/** What a story became, with what differs from before. */
export function storyEvent(
  transition: Transition,
  previous: StorySnapshot | null,
  story: StorySnapshot,
  traceparent?: string,
): OutgoingEvent {
  const change = {
    cause: transition.cause,
    previousRevision: previous?.revision ?? null,
    previousStatus: previous?.status ?? null,
    fields: changedFields(previous, story),
    quiet: transition.quiet,
  };
  return encodeEvent(transition.type, story.storyId, { story, change }, { source, traceparent });
}

/** The filing and the alerts that follow from one decision. */
export function filingEvents(one: Decided, item: Incoming, now: string): OutgoingEvent[] {
  const alerts = one.alerts.map((alert) => alertEvent(alert, now));
  if (one.decision.outcome === 'skipped') return alerts;
  const filing = filingOf(one, item);
  const { traceparent } = item;
  return [
    encodeEvent('wire.filing.recorded.v1', filing.storyId, { filing }, { source, traceparent }),
    ...alerts,
  ];
}

/** The filing as others see it; of copy that is held back they see neither headline nor dateline. */
function filingOf({ filing: facts, decision, story }: Decided, item: Incoming): Filing {
  const { dispatch } = item.event;
  const isHeld =
    story?.status === 'embargoed' || story?.status === 'withheld' || decision.outcome === 'withheld';
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

/** A kill that could not be applied must not wait unseen. */
export function faultAlert({ event }: Fault, now: string): OutgoingEvent {
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
