import type { StoryChanged } from '#contracts';
import { isEntitled, type Entitlement } from '../destination/destination.js';
import { redacted } from './redact.js';
import type { StoryEvent, StoryEventType } from './story-event.js';

/** Content type of every webhook body. */
export const cloudEventsJson = 'application/cloudevents+json';

/** A CloudEvent in structured JSON mode. */
export interface StructuredEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly traceparent?: string;
  readonly data: unknown;
}

/** What is stored of an event that is delivered: one body for all destinations. */
export interface EventBody {
  readonly body: Buffer;
  /** Providers of other stories that the body names; a destination without rights to them gets it without these. */
  readonly namedProviders: readonly string[];
}

/** The body of a story's event. Copy that is killed or withheld never gets into it. */
export function eventBody(event: StoryEvent): EventBody {
  const { story, change } = event.data;
  const shown = story.status === 'usable' ? story : redacted(story);
  const structured: StructuredEvent = {
    specversion: '1.0',
    id: event.id,
    type: deliveredType(event),
    source: event.source,
    subject: event.key,
    time: event.time,
    datacontenttype: 'application/json',
    ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
    data: { story: shown, change },
  };
  return {
    body: Buffer.from(JSON.stringify(structured)),
    namedProviders: [...new Set(shown.copies.map((copy) => copy.provider))],
  };
}

/**
 * The type under which an event is delivered: a recall is told as what it is, also when the event that brought it is
 * another one (a later change, after the kill's own event was compacted away).
 */
export function deliveredType({ type, data }: StoryEvent): StoryEventType {
  if (data.story.status === 'canceled') return 'wire.story.killed.v1';
  return data.story.status === 'withheld' ? 'wire.story.withheld.v1' : type;
}

/**
 * The body for one destination: the stored bytes, or, where they name stories of providers that the destination has
 * no rights to, the same event without these. The same rights give the same bytes at each attempt.
 */
export function bodyFor({ body, namedProviders }: EventBody, providers: Entitlement): Buffer {
  if (namedProviders.every((provider) => isEntitled(providers, provider))) return body;
  const structured = JSON.parse(body.toString()) as StructuredEvent & { data: StoryChanged };
  const { story, change } = structured.data;
  const copies = story.copies.filter((copy) => isEntitled(providers, copy.provider));
  return Buffer.from(JSON.stringify({ ...structured, data: { story: { ...story, copies }, change } }));
}
