import type { DataSource } from 'typeorm';
import { AuditLog } from '#access';
import { newDestination } from './destination/destination.js';
import { Destinations, type Manager } from './destination/destinations.js';
import { EgressGuard } from './egress/egress-guard.js';
import { Deliveries, type DeliveryView } from './ledger/deliveries.js';
import type { AttemptOutcome, ClaimedDelivery } from './index.js';
import { StoryIntake } from './routing/story-intake.js';
import type { StoryEvent } from './routing/story-event.js';
import { DeliverySender, type SenderOptions } from './send/delivery-sender.js';
import { Receiver, type Answer } from './send/receiver.fixture.js';
import { WebhookClient } from './send/webhook-client.js';
import { incoming } from './story.fixture.js';

export const admin: Manager = { keyId: 'test', providers: '*' };

/** A schedule short enough for tests: at once, then 50, 100 and 200 ms. */
export const shortSchedule = [0, 50, 100, 200];

/** What a test says about a destination; a receiver is started for it unless `url` is given. */
export interface DestinationParts {
  readonly url?: string;
  readonly query?: string;
  readonly providers?: readonly string[];
  readonly events?: readonly string[];
  readonly answer?: Answer;
}

/** A publisher without Nest on a real database, with real receivers. */
export class TestPublisher {
  readonly dataSource: DataSource;
  readonly intake: StoryIntake;
  readonly destinations: Destinations;
  readonly deliveries: Deliveries;
  readonly attempts: { delivery: ClaimedDelivery; outcome: AttemptOutcome }[] = [];
  readonly troubles: unknown[] = [];
  private readonly guard = new EgressGuard({ allowLoopback: true });
  private readonly senders: DeliverySender[] = [];
  private readonly receivers: Receiver[] = [];
  private number = 0;

  constructor(private readonly database: { readonly dataSource: DataSource; drop(): Promise<void> }) {
    this.dataSource = database.dataSource;
    const { dataSource } = database;
    this.intake = new StoryIntake(dataSource);
    this.destinations = new Destinations(dataSource, new AuditLog(), this.guard, this.client());
    this.deliveries = new Deliveries(dataSource, new AuditLog());
  }

  client(timeoutMs = 1_000): WebhookClient {
    return new WebhookClient({ guard: this.guard, timeoutMs });
  }

  /** Adds a destination; its id is `<name>-<number>`. */
  async destination(name: string, parts: DestinationParts = {}) {
    const receiver = parts.url === undefined ? await Receiver.start(parts.answer) : undefined;
    if (receiver) this.receivers.push(receiver);
    const { answer: _answer, ...settings } = parts;
    const id = `${name}-${(this.number += 1)}`;
    const input = newDestination.parse({ ...settings, id, url: parts.url ?? receiver?.url });
    const { secret } = await this.destinations.create(input, admin);
    return { id, secret, receiver: receiver ?? unreachable, posts: receiver?.posts ?? [] };
  }

  /** A sender as a process would run it, started. */
  sender(options: Partial<SenderOptions> = {}): DeliverySender {
    const sender = new DeliverySender(this.dataSource, {
      client: this.client(),
      schedule: shortSchedule,
      observer: {
        attempted: (delivery, outcome) => this.attempts.push({ delivery, outcome }),
        settled: () => undefined,
        trouble: (error) => this.troubles.push(error),
      },
      ...options,
    });
    this.senders.push(sender);
    sender.start();
    return sender;
  }

  /** Takes events in and wakes the senders, as the handler does. */
  async take(...events: readonly StoryEvent[]) {
    const routed = await this.intake.apply(incoming(...events));
    for (const sender of this.senders) sender.wake();
    return routed;
  }

  async ledger(filter: { story?: string; destination?: string } = {}): Promise<DeliveryView[]> {
    const { deliveries } = await this.deliveries.list({ ...filter, limit: 500 }, admin);
    return deliveries.reverse();
  }

  /** `<destination>: <state>` of each delivery of a story, in order. */
  async states(story: string): Promise<string[]> {
    return (await this.ledger({ story })).map(({ destination, state }) => `${destination}: ${state}`);
  }

  async events<T>(topic: string): Promise<T[]> {
    const rows: { payload: Buffer }[] = await this.dataSource.query(
      'select payload from bus.event_log where topic = $1 order by xid, position',
      [topic],
    );
    return rows.map(({ payload }) => JSON.parse(payload.toString()) as T);
  }

  /** Ends what a test began; destinations and receivers go, the database stays. */
  async reset(): Promise<void> {
    await Promise.all(this.senders.splice(0).map((sender) => sender.stop(0)));
    await Promise.all(this.receivers.splice(0).map((receiver) => receiver.stop()));
    await this.dataSource.query('delete from publisher.destinations');
    this.attempts.length = 0;
  }

  async close(): Promise<void> {
    await this.reset();
    await this.database.drop();
  }
}

const unreachable: Pick<Receiver, 'ids' | 'posts' | 'events'> = { ids: [], posts: [], events: () => [] };
