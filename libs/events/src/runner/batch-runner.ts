import {
  decodeEvent,
  isStoreFault,
  PoisonEventError,
  type EventTypeOf,
  type CloudEvent,
  type Topic,
} from '#contracts';
import type { BatchConsumer, BatchContext, BatchOutcome, EventMessage } from '../event-bus.js';
import { deadLetter, type StepResult } from '../step-result.js';
import type { BatchEvent, EventBatch } from '../transport/event-batch.js';
import { backoffMs } from './backoff.js';
import type { CrashLedger } from './crash-ledger.js';

export type BatchHandler = (batch: EventBatch) => Promise<readonly StepResult[]>;

/** Counts what became of events; one call per batch and result. */
export type ResultCounter = (
  result: { group: string; topic: Topic; kind: string; reason: string },
  count: number,
) => void;

export interface BatchRunnerOptions {
  readonly handler: BatchHandler;
  /** Whether the handler gets a last word on an event that would be dead-lettered for its crashes. */
  readonly lastResort?: boolean;
  readonly ledger: CrashLedger;
  readonly count: ResultCounter;
  /** Told of every fault that makes events come again. */
  readonly onRetry: (about: {
    group: string;
    topic: Topic;
    reason: string;
    attempt: number;
    error?: unknown;
  }) => void;
}

/** At this many crashes at one event the next start sets it aside. */
const crashesBeforeDeadLetter = 3;

/**
 * Turns a batch handler into a consumer of the bus, by the error rules of docs/architecture.md: poison goes to the
 * dead-letter topic, passing faults repeat with back-off, an unknown error is written down and thrown, which ends
 * the process; the events of a batch that crashed are then tried one by one.
 */
export function createBatchRunner(options: BatchRunnerOptions): BatchConsumer {
  let attempt = 0;
  /** Events still to be tried alone after a crash; undefined until the first batch has asked the ledger. */
  let alone: number | undefined;

  /** A fault that passes: the events come again. Any other: written down, and the process ends with it. */
  const failed = async (
    error: unknown,
    portion: readonly EventMessage[],
    context: BatchContext,
  ): Promise<BatchOutcome> => {
    if (!isStoreFault(error)) {
      await options.ledger.record(context.group, context.topic, portion, error);
      throw error;
    }
    attempt += 1;
    options.onRetry({ ...label(context), reason: 'transient', attempt, error });
    return { settled: 0, retryAfterMs: backoffMs(attempt) };
  };

  return async (batch, context) => {
    const first = batch[0];
    if (!first) return { settled: 0 };
    let portion = batch;
    try {
      if (alone === undefined || alone > 0) {
        const record = await options.ledger.find(context.group, context.topic, first);
        alone = Math.max(alone ?? 0, record?.batchSize ?? 0);
        if (record && record.batchSize === 1 && record.crashes >= crashesBeforeDeadLetter) {
          portion = batch.slice(0, 1);
          await giveUp(first, record.crashes, context, options);
          alone -= 1;
          return { settled: 1 };
        }
      }
      portion = alone > 0 ? batch.slice(0, 1) : batch;
      const outcome = await settle(await runHandler(portion, context, options), portion, context, options);
      attempt = outcome.settled > 0 ? 0 : attempt + 1;
      if (alone > 0 && outcome.settled > 0) {
        alone -= 1;
        await options.ledger.forget(context.group, context.topic, first);
      }
      return outcome.settled === portion.length
        ? { settled: outcome.settled }
        : { settled: outcome.settled, retryAfterMs: outcome.retryAfterMs ?? backoffMs(attempt) };
    } catch (error) {
      return failed(error, portion, context);
    }
  };
}

/**
 * Ends the trying of an event that crashed the handler again and again: by the handler's last word when it wants one,
 * else in the dead-letter topic. When the last word fails too the process stops again: the event is not given up.
 */
async function giveUp(
  message: EventMessage,
  crashes: number,
  context: BatchContext,
  options: BatchRunnerOptions,
): Promise<void> {
  const results = options.lastResort
    ? await runHandler([message], { ...context, lastResort: true }, options)
    : [deadLetter('crashed', `the handler crashed here ${crashes} times`)];
  await settle(results, [message], context, options);
  await options.ledger.forget(context.group, context.topic, message);
}

/** Decodes what can be decoded, gives it to the handler, and puts results in the place of every event. */
async function runHandler(
  messages: readonly EventMessage[],
  context: BatchContext,
  options: BatchRunnerOptions,
): Promise<StepResult[]> {
  const decoded = messages.map(decode);
  const events = decoded.filter((entry): entry is BatchEvent => !('kind' in entry));
  const results = events.length > 0 ? await options.handler({ events, context }) : [];
  if (results.length !== events.length) {
    throw new Error(
      `the handler of ${context.group} answered ${results.length} results for ${events.length} events`,
    );
  }
  let next = 0;
  return decoded.map((entry) => ('kind' in entry ? entry : results[next++]!));
}

function decode(message: EventMessage): BatchEvent | StepResult {
  const { key, position } = message;
  if (message.value === null) return { message, key, position, event: null };
  try {
    const event = decodeEvent(key, message.headers, message.value) as CloudEvent<EventTypeOf<Topic>>;
    return { message, key, position, event };
  } catch (error) {
    if (error instanceof PoisonEventError) return deadLetter(error.code, error.message);
    throw error;
  }
}

/** Makes the effects of results in order, up to the first event that must come again. */
async function settle(
  results: readonly StepResult[],
  messages: readonly EventMessage[],
  context: BatchContext,
  options: BatchRunnerOptions,
): Promise<BatchOutcome> {
  const counts = new Map<string, { kind: string; reason: string; count: number }>();
  let settled = 0;
  let retryAfterMs: number | undefined;
  for (const [index, result] of results.entries()) {
    if (result.kind === 'retry') {
      retryAfterMs = result.afterMs;
      options.onRetry({ ...label(context), reason: result.reason, attempt: 1 });
      break;
    }
    if (result.kind === 'dead-letter') await context.deadLetter(messages[index]!, result);
    const reason = result.kind === 'drop' ? result.reason : result.kind === 'dead-letter' ? result.code : '';
    const entry = counts.get(result.kind + reason) ?? { kind: result.kind, reason, count: 0 };
    counts.set(result.kind + reason, { ...entry, count: entry.count + 1 });
    settled += 1;
  }
  for (const { kind, reason, count } of counts.values())
    options.count({ ...label(context), kind, reason }, count);
  return retryAfterMs === undefined ? { settled } : { settled, retryAfterMs };
}

function label({ group, topic }: BatchContext): { group: string; topic: Topic } {
  return { group, topic };
}
