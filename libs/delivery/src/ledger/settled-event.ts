import { encodeEvent, type DeliverySettled, type OutgoingEvent } from '#contracts';

/** How the publisher names itself in its events. */
export const publisherSource = '/wiredesk/publisher';

/** The columns of a delivery that its settled event is made of. */
export interface SettledRow {
  readonly delivery_id: string;
  readonly destination: string;
  readonly event_id: string;
  readonly story_id: string;
  readonly revision: string;
  readonly state: DeliverySettled['state'];
  readonly attempts: number;
  readonly last_status: number | null;
  readonly settled_at: Date;
}

/** `wire.delivery.settled.v1` of a row that has just been settled. */
export function settledEvent(row: SettledRow): OutgoingEvent {
  return encodeEvent(
    'wire.delivery.settled.v1',
    row.destination,
    {
      deliveryId: row.delivery_id,
      destination: row.destination,
      eventId: row.event_id,
      storyId: row.story_id,
      revision: Number(row.revision),
      state: row.state,
      attempts: row.attempts,
      status: row.last_status,
      at: row.settled_at.toISOString(),
    },
    { source: publisherSource },
  );
}
