import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import kafkajs, { type ISocketFactory, type Kafka, type KafkaConfig, type LogEntry } from 'kafkajs';
import {
  KafkaClient,
  type KafkaAdmin,
  type KafkaConsumer,
  type KafkaConsumerOptions,
  type KafkaOptions,
  type KafkaProducer,
  type TransactionalProducer,
} from './kafka-port.js';
import { KafkaJsAdmin } from './kafkajs-admin.js';
import { KafkaJsConsumer } from './kafkajs-consumer.js';
import { KafkaJsProducer } from './kafkajs-producer.js';
import { calmTimers } from './kafkajs-timers.js';
import { KafkaJsTransactionalProducer } from './kafkajs-transactions.js';

/** Takes what the client library has to say. `details` may hold an `error` and names of topics and groups. */
export type KafkaLog = (
  level: 'warn' | 'info' | 'debug',
  message: string,
  details: Readonly<Record<string, unknown>>,
) => void;

const { logLevel } = kafkajs;

/** Kafka by way of kafkajs. The only files that know that library begin with its name. */
export class KafkaJsClient extends KafkaClient {
  constructor(
    private readonly options: KafkaOptions,
    private readonly log: KafkaLog,
  ) {
    super();
    calmTimers();
  }

  override producer(): KafkaProducer {
    return new KafkaJsProducer(this.library(), this.options.prefix);
  }

  override transactionalProducer(id: string): Promise<TransactionalProducer> {
    return KafkaJsTransactionalProducer.open(this.library(), this.options.prefix, id);
  }

  override consumer(options: KafkaConsumerOptions): KafkaConsumer {
    return new KafkaJsConsumer(this.library(), this.options.prefix, options);
  }

  override admin(): KafkaAdmin {
    return new KafkaJsAdmin(this.library(), this.options.prefix);
  }

  /**
   * A library instance for one user. Consumers made from one instance would share what they know of their group's
   * offsets, and one that rejoins empties it under the others.
   */
  private library(): Kafka {
    const { brokers, clientId, ssl, sasl } = this.options;
    return new kafkajs.Kafka({
      brokers: [...brokers],
      clientId,
      ...(ssl ? { ssl: { ...ssl } } : {}),
      ...(sasl ? { sasl: { ...sasl } as KafkaConfig['sasl'] } : {}),
      connectionTimeout: 3_000,
      requestTimeout: 15_000,
      // short series: whoever is above tries again for as long as it takes, and must hear of trouble in seconds
      retry: { retries: 4, initialRetryTime: 100, multiplier: 2, factor: 0.2, maxRetryTime: 1_000 },
      socketFactory: promptSocket,
      logLevel: logLevel.INFO,
      logCreator: () => (entry) => this.report(entry),
    });
  }

  /** Its errors are warnings here: what ends a consumer or fails a request is thrown, and told by whoever catches it. */
  private report({ level, namespace, log: { message, ...details } }: LogEntry): void {
    const own = level <= logLevel.ERROR ? 'warn' : level <= logLevel.WARN ? 'info' : 'debug';
    this.log(own, `kafka ${namespace.toLowerCase()}: ${message}`, details);
  }
}

/** Sockets that send at once: a commit must not wait for the acknowledgement of a heartbeat before it. */
const promptSocket: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const socket = ssl
    ? connectTls({ host, port, ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }), ...ssl }, onConnect)
    : connectTcp({ host, port }, onConnect);
  socket.setNoDelay(true);
  socket.setKeepAlive(true, 60_000);
  return socket;
};
