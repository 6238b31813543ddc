import type { Topic } from '#contracts';
import type { KeptWork } from '#store';
import type { OutboxRelayOptions } from './relay-options.js';
import { TopicCopier } from './topic-copier.js';

/** The lease of a topic's leader. */
export function relayLease(topic: Topic): string {
  return `relay:${topic}`;
}

/**
 * Copies topics from the event log to Kafka. Each topic is a shard with one leader among all processes that relay it; its
 * transactional id makes sure that a leader which was frozen and deposed can put nothing behind newer events.
 * At least once: a leader that dies between Kafka's commit and its own offset leaves a batch that is copied again.
 */
export class OutboxRelay {
  private kept: readonly KeptWork[] = [];

  constructor(private readonly options: OutboxRelayOptions) {}

  /** Contends for the topics and copies those that it gets, until `stop`. */
  start(): void {
    const { topics, leases } = this.options;
    this.kept = topics.map((topic) => {
      const copier = new TopicCopier(topic, leases.lease(relayLease(topic)), this.options);
      return leases.keep(relayLease(topic), (signal) => copier.run(signal));
    });
  }

  /** Finishes the batches in hand and lets other processes lead. */
  async stop(): Promise<void> {
    await Promise.all(this.kept.map((kept) => kept.stop()));
    this.kept = [];
  }
}
