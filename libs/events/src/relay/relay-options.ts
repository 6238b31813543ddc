import type { Topic } from '#contracts';
import type { LeaseRegistry } from '#store';
import type { EventMessage } from '../event-bus.js';
import type { KafkaClient } from '../kafka/kafka-port.js';
import type { LogEventBus } from '../log/log-event-bus.js';

export interface OutboxRelayOptions {
  /** Names what has one leader: the service that owns the topics. */
  readonly shard: string;
  readonly topics: readonly Topic[];
  readonly log: Pick<LogEventBus, 'consumeTogether'>;
  readonly leases: LeaseRegistry;
  readonly kafka: Pick<KafkaClient, 'transactionalProducer'>;
  /** Told of what holds the shard up: Kafka or the database away, rights refused, another leader. It tries again. */
  readonly onTrouble: (error: unknown) => void;
  /** Told of an event that Kafka does not take for its size. It went to the dead letters of the log: a bug to look at. */
  readonly onRefused: (message: EventMessage, error: unknown) => void;
  /** Counts events that Kafka has. */
  readonly onCopied: (topic: Topic, events: number) => void;
}
