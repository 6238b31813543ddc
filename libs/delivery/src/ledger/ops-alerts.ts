import { encodeEvent, newId, type AlertRaised, type OutgoingEvent } from '#contracts';
import { publisherSource } from './settled-event.js';

/** A kill or withhold that does not reach a destination which may hold the copy. */
export function recallAlert({
  storyId,
  destination,
}: {
  storyId: string;
  destination: string;
}): OutgoingEvent {
  return opsAlert('recall_undelivered', storyId, {
    detail: `destination ${destination} has not taken the kill or withhold of a story that it may hold`,
    storyId,
  });
}

/** A destination was switched off by itself. */
export function disabledAlert(destination: string, reason: string): OutgoingEvent {
  const why = reason === 'gone' ? 'it answered 410 Gone' : 'it has failed for days without a success';
  return opsAlert('destination_disabled', `destination:${destination}`, {
    detail: `destination ${destination} is switched off: ${why}; what waits for it is kept`,
    storyId: null,
  });
}

function opsAlert(code: string, key: string, about: Pick<AlertRaised, 'detail' | 'storyId'>): OutgoingEvent {
  return encodeEvent(
    'wire.alert.raised.v1',
    key,
    {
      alertId: newId(),
      audience: 'ops',
      code,
      provider: null,
      transmissionId: null,
      at: new Date().toISOString(),
      ...about,
    },
    { source: publisherSource },
  );
}
