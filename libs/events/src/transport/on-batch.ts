import { applyDecorators, Catch, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import type { Topic } from '#contracts';

/** The transport id of the batch transport, so that other transports of an app leave its handlers alone. */
export const batchTransport = Symbol('wiredesk batch transport');

export interface OnBatchOptions {
  /** The consumer group, exactly. */
  readonly group: string;
  readonly maxBatch?: number;
  /** See ConsumeOptions. */
  readonly lingerMs?: number;
  /** The handler wants to see an event once more, with `context.lastResort`, before it would be dead-lettered. */
  readonly lastResort?: boolean;
  /**
   * Name of a lease: the handler gets batches only while this process holds it, so that one process of all is active.
   * Handlers that name the same lease are active together.
   */
  readonly exclusive?: string;
}

export interface BatchPattern extends OnBatchOptions {
  readonly topic: Topic;
}

/** Nest masks errors of handlers as `Internal server error`; the runner must see them as they are. */
@Catch()
class RethrowFilter implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * Marks a controller's method as the handler of a topic for a consumer group. It gets an `EventBatch` (`@Payload()`)
 * and answers one StepResult per event, in order; throwing RetriableError repeats the batch with back-off, any other
 * error stops the process.
 */
export function OnBatch(topic: Topic, options: OnBatchOptions): MethodDecorator {
  const pattern: BatchPattern = { topic, ...options };
  return applyDecorators(
    EventPattern({ topic, group: options.group }, batchTransport, { batch: pattern }),
    UseFilters(RethrowFilter),
  );
}
