import type { CloudEvent, EventTypeOf, Topic } from '#contracts';
import type { BatchContext, EventMessage } from '../event-bus.js';

/** One decoded event with its place. `event` is null for a tombstone: forget what the key stands for. */
export interface BatchEvent<T extends Topic = Topic> {
  readonly message: EventMessage;
  readonly key: string;
  readonly position: string;
  readonly event: CloudEvent<EventTypeOf<T>> | null;
}

/** What a batch handler gets: decoded events in order, poison already set aside. */
export interface EventBatch<T extends Topic = Topic> {
  readonly events: readonly BatchEvent<T>[];
  readonly context: BatchContext;
}
