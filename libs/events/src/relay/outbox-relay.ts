import type { KeptWork } from '#store';
import type { OutboxRelayOptions } from './relay-options.js';
import { ShardCopier } from './shard-copier.js';

/** The lease of a shard's leader. */
export function relayLease(shard: string): string {
  return `relay:${shard}`;
}

/**
 * Copies the topics of a shard from the event log to Kafka. A shard has one leader among all processes that relay it; its
 * transactional id makes sure that a leader which was frozen and deposed can put nothing behind newer events.
 * At least once: a leader that dies between Kafka's commit and its own offset leaves a batch that is copied again.
 */
export class OutboxRelay {
  private kept: KeptWork | undefined;

  constructor(private readonly options: OutboxRelayOptions) {}

  /** Contends for the shard and copies it while it leads, until `stop`. */
  start(): void {
    const { shard, leases } = this.options;
    const copier = new ShardCopier(leases.lease(relayLease(shard)), this.options);
    this.kept = leases.keep(relayLease(shard), (signal) => copier.run(signal));
  }

  /** Finishes the batch in hand and lets another process lead. */
  async stop(): Promise<void> {
    await this.kept?.stop();
    this.kept = undefined;
  }
}
