import type { EventBus, EventMessage, Tail } from '#events';
import { wireEvent, type WireEvent } from './wire-event.js';

export const streamTopics = ['wire.stories'] as const;

/** Events that are kept for clients that come back: a short cut is then mended without a look into the log. */
const keptAtMost = 500;

/** A place in the log, with the story's change that lies there, if it is one. */
interface Kept {
  readonly position: string;
  readonly event: WireEvent | undefined;
}

/** The one follower of the log that all live streams of a process share, and the events it saw last. */
export class LiveEvents {
  private kept: Kept[] = [];
  private tail: Tail | undefined;

  private constructor(
    /** Where `kept` begins. */
    private base: string,
    private readonly onEvent: (event: WireEvent) => void,
  ) {}

  /** Follows the log from now on. */
  static async follow(bus: EventBus, onEvent: (event: WireEvent) => void): Promise<LiveEvents> {
    const head = await bus.head(streamTopics);
    const live = new LiveEvents(head, onEvent);
    live.tail = bus.tail({ topics: streamTopics, after: head }, (messages) => live.take(messages));
    return live;
  }

  /** The place behind the newest event that was told. */
  get position(): string {
    return this.kept.at(-1)?.position ?? this.base;
  }

  /** The changes after a place, or undefined when that place is not among those that are kept. */
  after(position: string): WireEvent[] | undefined {
    const at = position === this.base ? -1 : this.kept.findLastIndex((kept) => kept.position === position);
    if (at < 0 && position !== this.base) return undefined;
    return this.kept.slice(at + 1).flatMap(({ event }) => event ?? []);
  }

  async stop(): Promise<void> {
    await this.tail?.stop();
  }

  private take(messages: readonly EventMessage[]): void {
    for (const message of messages) {
      const event = wireEvent(message);
      this.kept.push({ position: message.position, event });
      if (event) this.onEvent(event);
    }
    const surplus = this.kept.splice(0, Math.max(0, this.kept.length - keptAtMost));
    this.base = surplus.at(-1)?.position ?? this.base;
  }
}
