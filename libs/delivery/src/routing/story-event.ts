import type { CloudEvent, EventTypeOf } from '#contracts';

/** An event of `wire.stories`. */
export type StoryEvent = CloudEvent<EventTypeOf<'wire.stories'>>;
export type StoryEventType = StoryEvent['type'];
