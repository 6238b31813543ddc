export {
  EventBus,
  type BatchConsumer,
  type BatchContext,
  type BatchOutcome,
  type ConsumeOptions,
  type Consumption,
  type EventMessage,
  type Lag,
  type Tail,
  type TailOptions,
} from './event-bus.js';
export { deadLetter, drop, ok, retry, type StepResult } from './step-result.js';
export { OnBatch, type OnBatchOptions } from './transport/on-batch.js';
export type { BatchEvent, EventBatch } from './transport/event-batch.js';
export { BatchTransport, type BatchTransportOptions } from './transport/batch-transport.js';
export {
  createBatchRunner,
  type BatchHandler,
  type BatchRunnerOptions,
  type EventTracer,
  type TracedEvent,
} from './runner/batch-runner.js';
export { CrashLedger, StoredCrashLedger, type CrashRecord } from './runner/crash-ledger.js';
export { backoffMs } from './runner/backoff.js';
export { LogEventBus, type LogConsumeOptions, type LogEventBusOptions } from './log/log-event-bus.js';
export { keepEventLog, trimEventLog, type KeepEventLogOptions, type TrimOptions } from './log/log-keeper.js';
export { resolveDataRefs } from './log/resolve-data-refs.js';
export {
  KafkaClient,
  KafkaAdmin,
  ProducerFencedError,
  TransactionalProducer,
  type BrokerTopic,
  type KafkaOptions,
  type KafkaRecord,
} from './kafka/kafka-port.js';
export { isKafkaFault } from './kafka/kafka-fault.js';
export { KafkaJsClient, type KafkaLog } from './kafka/kafkajs-client.js';
export { KafkaEventBus, type KafkaEventBusOptions } from './kafka/kafka-event-bus.js';
export { applyTopics, compareTopics } from './kafka/apply-topics.js';
export type { TopicChange } from './kafka/plan-topics.js';
export { OutboxRelay } from './relay/outbox-relay.js';
export type { OutboxRelayOptions } from './relay/relay-options.js';
export { horizonAge, relayBacklog, type RelayBacklog } from './relay/relay-metrics.js';
