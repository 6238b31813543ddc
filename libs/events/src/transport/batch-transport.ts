import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom, type Observable } from 'rxjs';
import { WiredeskError } from '#contracts';
import type { Consumption, EventBus } from '../event-bus.js';
import { createBatchRunner, type BatchHandler, type BatchRunnerOptions } from '../runner/batch-runner.js';
import type { StepResult } from '../step-result.js';
import { batchTransport, type BatchPattern } from './on-batch.js';

export interface BatchTransportOptions extends Omit<BatchRunnerOptions, 'handler'> {
  readonly bus: EventBus;
  /** Called once with the error that ended a consumer; the process must not go on. */
  readonly onFatal: (error: unknown) => void;
}

/**
 * Nest transport that gives `@OnBatch` handlers batches of the event bus. Each handler is a consumer of its own: a
 * slow one holds up no other.
 */
export class BatchTransport extends Server implements CustomTransportStrategy {
  override readonly transportId = batchTransport;
  private consumptions: Consumption[] = [];
  private failed = false;

  constructor(private readonly options: BatchTransportOptions) {
    super();
  }

  listen(callback: (error?: unknown) => void): void {
    for (const handler of this.messageHandlers.values()) this.start(handler);
    callback();
  }

  /** Stops all consumers; each finishes the batch in hand. */
  async close(): Promise<void> {
    await Promise.all(this.consumptions.map((consumption) => consumption.stop()));
    this.consumptions = [];
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
    const { topic, group, maxBatch, lastResort } = (handler.extras as { batch: BatchPattern }).batch;
    const runner = createBatchRunner({
      ...this.options,
      handler: invoke(handler),
      lastResort: lastResort === true,
    });
    const consumption = this.options.bus.consume(
      { group, topic, ...(maxBatch === undefined ? {} : { maxBatch }) },
      runner,
    );
    this.consumptions.push(consumption);
    consumption.ended.catch((error: unknown) => {
      this.failed = true;
      this.options.onFatal(error);
    });
  }
}

/** Nest answers with the value or an observable of it; an error comes through as thrown (see OnBatch). */
function invoke(handler: MessageHandler): BatchHandler {
  return async (batch) => {
    const answer = (await handler(batch, batch.context)) as Observable<StepResult[]> | StepResult[];
    return isObservable(answer) ? lastValueFrom(answer) : answer;
  };
}
