import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom, type Observable } from 'rxjs';
import { WiredeskError } from '#contracts';
import type { KeptWork, LeaseRegistry } from '#store';
import {
  defaultBatch,
  type BatchConsumer,
  type ConsumeOptions,
  type Consumption,
  type EventBus,
} from '../event-bus.js';
import { createBatchRunner, type BatchHandler, type BatchRunnerOptions } from '../runner/batch-runner.js';
import { combineLanes } from '../runner/combine-lanes.js';
import type { StepResult } from '../step-result.js';
import { consumeUnderLease } from './consume-under-lease.js';
import { batchTransport, type BatchPattern } from './on-batch.js';

export interface BatchTransportOptions extends Omit<BatchRunnerOptions, 'handler'> {
  readonly bus: EventBus;
  /** The leases of this process, for handlers with a single active instance. */
  readonly leases: LeaseRegistry;
  /** Called once with the error that ended a consumer; the process must not go on. */
  readonly onFatal: (error: unknown) => void;
}

/**
 * Nest transport that gives `@OnBatch` handlers batches of the event bus. Each handler is a consumer of its own: a
 * slow one holds up no other.
 */
export class BatchTransport extends Server implements CustomTransportStrategy {
  override readonly transportId = batchTransport;
  private running: (Consumption | KeptWork)[] = [];
  private failed = false;

  constructor(private readonly options: BatchTransportOptions) {
    super();
  }

  listen(callback: (error?: unknown) => void): void {
    for (const handler of this.messageHandlers.values()) this.start(handler);
    callback();
  }

  /** Stops all consumers; each finishes the batch in hand, then gives its lease back. */
  async close(): Promise<void> {
    await Promise.all(this.running.map((consumer) => consumer.stop()));
    this.running = [];
  }

  /** Whether all consumers run: false once one ended by an error. */
  get healthy(): boolean {
    return !this.failed;
  }

  on(event: string): void {
    throw new WiredeskError('not_supported', `the batch transport has no event "${event}"`);
  }

  unwrap<T>(): T {
    return this.options.bus as T;
  }

  private start(handler: MessageHandler): void {
    const { topic, group, maxBatch, lingerMs, lastResort, exclusive } = (
      handler.extras as { batch: BatchPattern }
    ).batch;
    const runner = createBatchRunner({
      ...this.options,
      handler: combineLanes(invoke(handler), maxBatch ?? defaultBatch),
      lastResort: lastResort === true,
    });
    const options = {
      group,
      topic,
      maxBatch: maxBatch ?? defaultBatch,
      ...(lingerMs === undefined ? {} : { lingerMs }),
    };
    const consume = (consumer: BatchConsumer) => this.consume(options, consumer);
    this.running.push(
      exclusive === undefined
        ? consume(runner)
        : consumeUnderLease(this.options.leases, exclusive, runner, consume),
    );
  }

  private consume(options: ConsumeOptions, consumer: BatchConsumer): Consumption {
    const consumption = this.options.bus.consume(options, consumer);
    consumption.ended.catch((error: unknown) => {
      this.failed = true;
      this.options.onFatal(error);
    });
    return consumption;
  }
}

/** Nest answers with the value or an observable of it; an error comes through as thrown (see OnBatch). */
function invoke(handler: MessageHandler): BatchHandler {
  return async (batch) => {
    const answer = (await handler(batch, batch.context)) as Observable<StepResult[]> | StepResult[];
    return isObservable(answer) ? lastValueFrom(answer) : answer;
  };
}
