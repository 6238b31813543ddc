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
export { createBatchRunner, type BatchHandler, type BatchRunnerOptions } from './runner/batch-runner.js';
export { CrashLedger, StoredCrashLedger, type CrashRecord } from './runner/crash-ledger.js';
export { backoffMs } from './runner/backoff.js';
export { LogEventBus, type LogEventBusOptions } from './log/log-event-bus.js';
export { trimEventLog, type KeepOptions } from './log/log-keeper.js';
