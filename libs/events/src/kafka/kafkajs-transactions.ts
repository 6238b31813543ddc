import type { Kafka, Producer, Transaction } from 'kafkajs';
import { WiredeskError } from '#contracts';
import { isFenced, kafkaError } from './kafka-fault.js';
import { ProducerFencedError, TransactionalProducer, type KafkaRecord } from './kafka-port.js';
import { portions, requestBytes } from './kafka-wire.js';
import { producerSettings, toBatch } from './kafkajs-records.js';

/**
 * The broker gives up a transaction that stays open this long. Until then consumers of its partitions see nothing
 * newer: what a leader that froze in the middle can cost when no other takes its id over.
 */
const transactionTimeoutMs = 20_000;

/** Transactions under one id. Nothing is sent, ever, with an epoch that was taken after `open`. */
export class KafkaJsTransactionalProducer extends TransactionalProducer {
  private busy = false;

  private constructor(
    private readonly producer: Producer,
    private readonly prefix: string,
    private readonly id: string,
    /** The transaction to use next; undefined once the producer is spent. */
    private next: Transaction | undefined,
  ) {
    super();
  }

  /** Connects and takes the id's next epoch. Throws RetriableError `kafka_unavailable`. */
  static async open(library: Kafka, prefix: string, id: string): Promise<KafkaJsTransactionalProducer> {
    const producer = library.producer({
      ...producerSettings,
      transactionalId: prefix + id,
      transactionTimeout: transactionTimeoutMs,
      // the broker refuses a new transaction for some milliseconds while it writes the markers of the last one
      retry: { retries: 8, initialRetryTime: 5, multiplier: 2, factor: 0.2, maxRetryTime: 1_000 },
    });
    try {
      await producer.connect();
      // the library takes the epoch when it begins its first transaction, which is local until something is sent
      return new KafkaJsTransactionalProducer(producer, prefix, id, await producer.transaction());
    } catch (error) {
      await producer.disconnect();
      throw kafkaError(`the transactional id "${id}" could not be taken over`, error);
    }
  }

  override async sendAll(records: readonly KafkaRecord[]): Promise<void> {
    if (records.length === 0) return;
    const transaction = this.take();
    try {
      for (const portion of portions(records, requestBytes)) {
        await transaction.sendBatch(toBatch(this.prefix, portion));
      }
      await transaction.commit();
      this.next = await this.producer.transaction();
    } catch (error) {
      if (isFenced(error)) throw new ProducerFencedError(this.id, { cause: error });
      throw kafkaError(`a transaction of "${this.id}" failed`, error);
    } finally {
      this.busy = false;
    }
  }

  /** A transaction that failed stays open; the next holder of the id ends it, or the broker when it has aged. */
  override close(): Promise<void> {
    this.next = undefined;
    return this.producer.disconnect();
  }

  private take(): Transaction {
    if (this.busy) throw new WiredeskError('producer_busy', `"${this.id}" sends one transaction at a time`);
    const transaction = this.next;
    if (!transaction) {
      throw new WiredeskError(
        'producer_spent',
        `the producer of "${this.id}" failed or was closed: take a new one`,
      );
    }
    this.next = undefined;
    this.busy = true;
    return transaction;
  }
}
