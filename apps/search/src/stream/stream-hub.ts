import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { AccessChanges } from '#access';
import { ProblemError } from '#contracts';
import { EventBus, type EventMessage, type Tail } from '#events';
import { HealthRegistry, LOGGER, Metrics, type Logger } from '#platform';
import { QueryIndex } from '#query';
import { readyFrame, resetFrame } from './frames.js';
import { LiveEvents, streamTopics } from './live-events.js';
import type { StreamClient } from './stream-client.js';
import { wireEvent, type WireEvent } from './wire-event.js';

const heartbeatMs = 15_000;
/** More streams than this are refused: each holds a socket and its share of every event. */
const clientsAtMost = 5_000;

/**
 * The live streams of a process. All share one follower of the log and one index of their queries. A client that
 * comes back follows the log by itself until it has caught up with the others, then joins them: no change is told
 * twice or left out.
 */
@Injectable()
export class StreamHub implements OnModuleInit, BeforeApplicationShutdown {
  private readonly clients = new Map<string, StreamClient>();
  /** Clients that have caught up. */
  private readonly joined = new Map<string, StreamClient>();
  private readonly queries = new QueryIndex();
  private live: Promise<LiveEvents> | undefined;
  private heartbeat: NodeJS.Timeout | undefined;
  private readonly told;

  constructor(
    @Inject(EventBus) private readonly bus: EventBus,
    @Inject(HealthRegistry) private readonly health: HealthRegistry,
    @Inject(AccessChanges) private readonly changes: AccessChanges,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    metrics.gauge('wiredesk_stream_clients', 'Open live streams', [], (gauge) =>
      gauge.set(this.clients.size),
    );
    this.told = metrics.counter('wiredesk_stream_closed_total', 'Live streams that ended, by reason', [
      'reason',
    ]);
  }

  onModuleInit(): void {
    this.changes.onChange(() => this.forEach((client) => client.recheck()));
    this.health.onDrain(() => this.closeAll());
    this.heartbeat = setInterval(() => this.forEach((client) => client.beat()), heartbeatMs);
    this.heartbeat.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.heartbeat);
    this.closeAll();
    const live = await this.live;
    await live?.stop();
  }

  /** Throws `overloaded` when no further stream can be served. */
  admit(): void {
    if (this.health.isDraining || this.clients.size >= clientsAtMost) {
      throw new ProblemError('overloaded', 'No more live streams can be served at the moment.', {
        retryAfterSeconds: 5,
      });
    }
  }

  /** Serves a client from now on, or from the place of the last event that it saw. */
  async serve(client: StreamClient, lastSeen: string | undefined): Promise<void> {
    this.clients.set(client.id, client);
    client.onClose((reason) => this.forget(client, reason));
    const live = await this.follow();
    const missed = lastSeen === undefined ? [] : live.after(lastSeen);
    if (missed) {
      client.send(readyFrame(lastSeen ?? live.position));
      this.join(client, missed);
    } else if (await this.bus.keeps(streamTopics, lastSeen ?? '')) {
      client.send(readyFrame(lastSeen ?? ''));
      this.catchUp(client, live, lastSeen ?? '');
    } else {
      client.send(resetFrame(live.position));
      this.join(client, []);
    }
  }

  private follow(): Promise<LiveEvents> {
    if (!this.live) {
      this.live = LiveEvents.follow(this.bus, (event) => this.tell(event));
      // the next client tries again
      this.live.catch(() => (this.live = undefined));
    }
    return this.live;
  }

  private tell(event: WireEvent): void {
    if (this.joined.size === 0) return;
    this.guard(event, () => this.tellAll(event));
  }

  /** An event that cannot be told is one event; an error out of here would end the follower for all. */
  private guard(event: WireEvent, work: () => void): void {
    try {
      work();
    } catch (error) {
      const { storyId } = event.changed.story;
      this.logger.error({ err: error, storyId, position: event.position }, 'a change could not be streamed');
    }
  }

  private tellAll(event: WireEvent): void {
    const clients = [...this.joined.values()];
    const isAsked = clients.some((client) => client.sight(event) === 'story');
    const matched = new Set(isAsked ? this.queries.match(event.matchable()) : []);
    for (const client of clients) client.tell(event, matched);
  }

  /** Must run in one go with the look at the live events that gave `missed`. */
  private join(client: StreamClient, missed: readonly WireEvent[]): void {
    for (const event of missed) this.guard(event, () => client.tell(event));
    if (client.isClosed) return;
    this.joined.set(client.id, client);
    this.queries.add(client.id, client.query);
  }

  private catchUp(client: StreamClient, live: LiveEvents, after: string): void {
    if (client.isClosed) return;
    let done = false;
    const stop = (): void => {
      done = true;
      // a tail is stopped from within its own callback here: waiting for it would wait for ourselves
      tail.stop().catch((error: unknown) => this.logger.warn({ err: error }, 'a stream did not stop well'));
    };
    const take = (messages: readonly EventMessage[]): void => {
      for (const message of messages) {
        if (done) return;
        const event = wireEvent(message);
        if (event) this.guard(event, () => client.tell(event));
        const missed = live.after(message.position);
        if (client.isClosed) {
          stop();
        } else if (missed) {
          stop();
          this.join(client, missed);
        } else if (client.isBehind) {
          stop();
          this.resume(client, live, message.position);
        }
      }
    };
    const tail: Tail = this.bus.tail({ topics: streamTopics, after }, take);
    client.onClose(stop);
  }

  private resume(client: StreamClient, live: LiveEvents, position: string): void {
    client
      .drained()
      .then(() => this.catchUp(client, live, position))
      .catch((error: unknown) => {
        this.logger.warn({ err: error }, 'a stream could not go on');
        client.close('slow');
      });
  }

  private forget(client: StreamClient, reason: string): void {
    this.clients.delete(client.id);
    this.joined.delete(client.id);
    this.queries.remove(client.id);
    this.told.inc({ reason });
  }

  private forEach(work: (client: StreamClient) => Promise<void>): void {
    for (const client of this.clients.values()) {
      work(client).catch((error: unknown) => {
        // the store is away: nothing new comes either, and the next beat asks again
        this.logger.warn({ err: error }, 'the rights of a stream cannot be checked');
      });
    }
  }

  private closeAll(): void {
    for (const client of this.clients.values()) client.close('closing');
  }
}
