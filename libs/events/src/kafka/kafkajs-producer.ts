import type { Kafka, Producer } from 'kafkajs';
import { kafkaError } from './kafka-fault.js';
import { KafkaProducer, type KafkaRecord } from './kafka-port.js';
import { portions, requestBytes } from './kafka-wire.js';
import { producerSettings, toBatch } from './kafkajs-records.js';

/** Idempotent producer, for records that no transaction binds. Sends one call after the other. */
export class KafkaJsProducer extends KafkaProducer {
  private connected: Promise<Producer> | undefined;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly library: Kafka,
    private readonly prefix: string,
  ) {
    super();
  }

  override send(records: readonly KafkaRecord[]): Promise<void> {
    const sent = this.last.then(() => this.sendNow(records));
    // whoever sends next waits for this one, and does not fail with it
    this.last = sent.catch(() => undefined);
    return sent;
  }

  override async close(): Promise<void> {
    await this.last;
    await this.discard();
  }

  /**
   * After a failure nobody knows which sequence numbers the broker has seen. The library would use them again, and the
   * broker would take the next records for a repetition and drop them: so the producer is given up with its numbers.
   */
  private async sendNow(records: readonly KafkaRecord[]): Promise<void> {
    try {
      this.connected ??= this.connect();
      const producer = await this.connected;
      for (const portion of portions(records, requestBytes)) {
        await producer.sendBatch(toBatch(this.prefix, portion));
      }
    } catch (error) {
      await this.discard();
      throw kafkaError('records could not be sent', error);
    }
  }

  private async connect(): Promise<Producer> {
    const producer = this.library.producer(producerSettings);
    try {
      await producer.connect();
      return producer;
    } catch (error) {
      await producer.disconnect();
      throw error;
    }
  }

  private async discard(): Promise<void> {
    const producer = await this.connected?.catch(() => undefined);
    this.connected = undefined;
    await producer?.disconnect();
  }
}
