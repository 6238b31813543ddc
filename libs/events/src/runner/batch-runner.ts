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

/** The handling of one event as a piece of the trace that the event belongs to. */
export interface TracedEvent {
  /** What the events that follow from this one shall carry on. */
  readonly traceparent: string | undefined;
  end(error?: unknown): void;
}

export type EventTracer = (message: EventMessage, about: { group: string; topic: Topic }) => TracedEvent;

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
  /** Absent = events are not traced. */
  readonly trace?: EventTracer | undefined;
}

/** At this many crashes at one event the next start sets it aside. */
const crashesBeforeDeadLetter = 3;

/** What is remembered of a lane: its events come in order, and a crash lies at one place in it. */
interface LaneState {
  /** Failures in a row. */
  attempt: number;
  /** Events still to be tried alone after a crash; undefined until the first batch has asked the ledger. */
  alone: number | undefined;
}

/**
 * Turns a batch handler into a consumer of the bus, by the error rules of docs/architecture.md: poison goes to the
 * dead-letter topic, passing faults repeat with back-off, an unknown error is written down and thrown, which ends
 * the process; the events of a batch that crashed are then tried one by one.
 */
export function createBatchRunner(options: BatchRunnerOptions): BatchConsumer {
  const lanes = new Map<string, LaneState>();

  /** A fault that passes: the events come again. Any other: written down, and the process ends with it. */
  const failed = async (
    error: unknown,
    portion: readonly EventMessage[],
    context: BatchContext,
    lane: LaneState,
  ): Promise<BatchOutcome> => {
    if (!isStoreFault(error)) {
      await options.ledger.record(context.group, context.topic, portion, error);
      throw error;
    }
    lane.attempt += 1;
    options.onRetry({ ...label(context), reason: 'transient', attempt: lane.attempt, error });
    return { settled: 0, retryAfterMs: backoffMs(lane.attempt) };
  };

  return async (batch, context) => {
    const first = batch[0];
    if (!first) return { settled: 0 };
    const lane = lanes.get(context.lane ?? '') ?? { attempt: 0, alone: undefined };
    lanes.set(context.lane ?? '', lane);
    let portion = batch;
    try {
      if (lane.alone === undefined || lane.alone > 0) {
        const record = await options.ledger.find(context.group, context.topic, first);
        lane.alone = Math.max(lane.alone ?? 0, record?.batchSize ?? 0);
        if (record && record.batchSize === 1 && record.crashes >= crashesBeforeDeadLetter) {
          portion = batch.slice(0, 1);
          await giveUp(first, record.crashes, context, options);
          lane.alone -= 1;
          return { settled: 1 };
        }
      }
      portion = lane.alone > 0 ? batch.slice(0, 1) : batch;
      const outcome = await settle(await runHandler(portion, context, options), portion, context, options);
      lane.attempt = outcome.settled > 0 ? 0 : lane.attempt + 1;
      if (lane.alone > 0 && outcome.settled > 0) {
        lane.alone -= 1;
        await options.ledger.forget(context.group, context.topic, first);
      }
      return outcome.settled === portion.length
        ? { settled: outcome.settled }
        : { settled: outcome.settled, retryAfterMs: outcome.retryAfterMs ?? backoffMs(lane.attempt) };
    } catch (error) {
      return failed(error, portion, context, lane);
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
  const results = events.length > 0 ? await traced(events, context, options) : [];
  if (results.length !== events.length) {
    throw new Error(
      `the handler of ${context.group} answered ${results.length} results for ${events.length} events`,
    );
  }
  let next = 0;
  return decoded.map((entry) => ('kind' in entry ? entry : results[next++]!));
}

/** Gives events to the handler, each as a piece of its trace. */
async function traced(
  events: readonly BatchEvent[],
  context: BatchContext,
  { handler, trace }: BatchRunnerOptions,
): Promise<readonly StepResult[]> {
  if (!trace) return handler({ events, context });
  const works = events.map(({ message }) => trace(message, label(context)));
  const carrying = events.map((entry, index) =>
    entry.event ? { ...entry, event: { ...entry.event, traceparent: works[index]?.traceparent } } : entry,
  );
  try {
    const results = await handler({ events: carrying, context });
    works.forEach((work, index) => work.end(failureOf(results[index])));
    return results;
  } catch (error) {
    for (const work of works) work.end(error);
    throw error;
  }
}

function failureOf(result: StepResult | undefined): string | undefined {
  return result?.kind === 'dead-letter' ? result.code : undefined;
}

function decode(message: EventMessage): BatchEvent | StepResult {
  const { key, position, fault } = message;
  if (fault) return deadLetter(fault.code, fault.detail);
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
