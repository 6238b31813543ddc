import { topicNames, type Topic } from '#contracts';
import {
  EventBus,
  type BatchConsumer,
  type ConsumeOptions,
  type Consumption,
  type EventMessage,
  type Lag,
  type Tail,
  type TailOptions,
} from '../event-bus.js';
import { toDeadLetter } from './dead-letter.js';
import { KafkaConsumption, type DataResolver } from './kafka-consumption.js';
import { knownReaders, lagOf } from './kafka-lag.js';
import type { KafkaAdmin, KafkaClient, KafkaProducer } from './kafka-port.js';

/** The parts of a bus that streams to people use. */
export type EventStream = Pick<EventBus, 'tail' | 'head' | 'keeps'>;

export interface KafkaEventBusOptions {
  readonly kafka: KafkaClient;
  /**
   * The event log, which streams to people follow in both ways to run: in total order, with positions that every
   * replica understands, one hop nearer to the truth. Closed by whoever made it, after this bus.
   */
  readonly log: EventStream;
  /** Fetches values that ride by reference; without it events pass as they came. */
  readonly resolve?: DataResolver;
  /** Told of faults that pass by themselves: brokers away, memberships lost, topics that are not there yet. */
  readonly onTrouble: (error: unknown) => void;
}

/** The bus of services apart: groups read Kafka, streams to people follow the event log. */
export class KafkaEventBus extends EventBus {
  private readonly running = new Set<KafkaConsumption>();
  private readonly deadLetters: KafkaProducer;
  private readonly admin: KafkaAdmin;

  constructor(private readonly options: KafkaEventBusOptions) {
    super();
    this.deadLetters = options.kafka.producer();
    this.admin = options.kafka.admin();
  }

  override consume(options: ConsumeOptions, consumer: BatchConsumer): Consumption {
    const { kafka, onTrouble, resolve } = this.options;
    const consumption = new KafkaConsumption(options, consumer, {
      kafka,
      onTrouble,
      resolve: resolve ?? ((messages: readonly EventMessage[]) => Promise.resolve(messages)),
      deadLetter: (message, reason) => this.deadLetters.send([toDeadLetter(options.group, message, reason)]),
    });
    this.running.add(consumption);
    const forget = () => void this.running.delete(consumption);
    consumption.ended.then(forget, forget);
    return consumption;
  }

  override tail(options: TailOptions, onEvents: (events: readonly EventMessage[]) => void): Tail {
    return this.options.log.tail(options, onEvents);
  }

  override head(topics: readonly Topic[]): Promise<string> {
    return this.options.log.head(topics);
  }

  override keeps(topics: readonly Topic[], position: string): Promise<boolean> {
    return this.options.log.keeps(topics, position);
  }

  /** By partition: of the groups that this process consumes as, or of all that the cluster knows under the prefix. */
  override async lag(of: 'own' | 'all' = 'own'): Promise<Lag[]> {
    if (of === 'all') return lagOf(this.admin, await knownReaders(this.admin, topicNames));
    const readers = new Map(
      [...this.running].map((consumption) => {
        const { group, topic } = consumption.options;
        const oldest = (partition: number) => consumption.oldest(partition);
        return [`${group} ${topic}`, { group, topic, oldest }] as const;
      }),
    );
    return lagOf(this.admin, [...readers.values()]);
  }

  override async close(): Promise<void> {
    await Promise.all([...this.running].map((consumption) => consumption.stop()));
    await Promise.all([this.deadLetters.close(), this.admin.close()]);
  }
}
