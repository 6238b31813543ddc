import { z } from 'zod';
import { dispatch } from './dispatch.js';
import { filing, storyChange, storySnapshot } from './story.js';
import type { Topic } from './topics.js';

const instant = z.iso.datetime({ offset: true });

/** Bytes that a feed sent were stored. `run` is 0 when they came in and counts up with each replay. */
export const transmissionReceived = z.object({
  transmissionId: z.uuid(),
  feed: z.string(),
  provider: z.string(),
  profile: z.string().nullable(),
  contentType: z.string().nullable(),
  filename: z.string().nullable(),
  size: z.int(),
  sha256: z.string(),
  receivedAt: instant,
  run: z.int().min(0),
  /** A replay that may alert and deliver again (`--notify`). */
  notify: z.boolean(),
});

/** One normalised item, or none when only a refusal came out; refusals go to quarantine, not into events. */
export const dispatchNormalised = z.object({
  dispatchId: z.uuid(),
  transmissionId: z.uuid(),
  /** Place of the item in its transmission, from 0. */
  index: z.int().min(0),
  run: z.int().min(0),
  notify: z.boolean(),
  feed: z.string(),
  provider: z.string(),
  profile: z.object({ id: z.string(), hash: z.string(), reinstates: z.boolean() }),
  receivedAt: instant,
  dispatch,
});

export const storyChanged = z.object({ story: storySnapshot, change: storyChange });

export const filingRecorded = z.object({ filing });

export const clusterChanged = z.object({
  clusterId: z.uuid(),
  revision: z.int().min(1),
  groups: z.array(z.uuid()),
});

/** Something a person must know: an operator (`audience: ops`) or a user whose saved search matched (`user`). */
export const alertRaised = z.object({
  alertId: z.uuid(),
  audience: z.enum(['ops', 'user']),
  code: z.string(),
  detail: z.string(),
  provider: z.string().nullable(),
  transmissionId: z.uuid().nullable(),
  storyId: z.uuid().nullable(),
  at: instant,
});

export const deliverySettled = z.object({
  deliveryId: z.string(),
  destination: z.string(),
  eventId: z.string(),
  storyId: z.uuid(),
  revision: z.int(),
  state: z.enum(['sent', 'failed', 'recalled']),
  attempts: z.int(),
  status: z.int().nullable(),
  at: instant,
});

/** CloudEvents types, each with its topic and the schema of its data. */
export const eventTypes = {
  'wire.transmission.received.v1': { topic: 'wire.transmissions', data: transmissionReceived },
  'wire.dispatch.normalised.v1': { topic: 'wire.dispatches', data: dispatchNormalised },
  'wire.story.created.v1': { topic: 'wire.stories', data: storyChanged },
  'wire.story.updated.v1': { topic: 'wire.stories', data: storyChanged },
  'wire.story.corrected.v1': { topic: 'wire.stories', data: storyChanged },
  'wire.story.killed.v1': { topic: 'wire.stories', data: storyChanged },
  'wire.story.withheld.v1': { topic: 'wire.stories', data: storyChanged },
  'wire.story.released.v1': { topic: 'wire.stories', data: storyChanged },
  'wire.story.regrouped.v1': { topic: 'wire.stories', data: storyChanged },
  'wire.story.expired.v1': { topic: 'wire.stories', data: storyChanged },
  'wire.filing.recorded.v1': { topic: 'wire.filings', data: filingRecorded },
  'wire.cluster.changed.v1': { topic: 'wire.clusters', data: clusterChanged },
  'wire.alert.raised.v1': { topic: 'wire.alerts', data: alertRaised },
  'wire.delivery.settled.v1': { topic: 'wire.deliveries', data: deliverySettled },
} as const satisfies Record<string, { topic: Topic; data: z.ZodType }>;

export type EventType = keyof typeof eventTypes;
export type EventData<T extends EventType> = z.infer<(typeof eventTypes)[T]['data']>;

export type TransmissionReceived = z.infer<typeof transmissionReceived>;
export type DispatchNormalised = z.infer<typeof dispatchNormalised>;
export type StoryChanged = z.infer<typeof storyChanged>;
export type FilingRecorded = z.infer<typeof filingRecorded>;
export type AlertRaised = z.infer<typeof alertRaised>;
export type DeliverySettled = z.infer<typeof deliverySettled>;

/** Whether a name is one of the event types that this version knows. */
export function isEventType(name: string): name is EventType {
  return Object.hasOwn(eventTypes, name);
}

/** The event types that travel on a topic. */
export type EventTypeOf<T extends Topic> = {
  [K in EventType]: (typeof eventTypes)[K]['topic'] extends T ? K : never;
}[EventType];
