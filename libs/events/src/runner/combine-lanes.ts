import { isStoreFault } from '#contracts';
import type { StepResult } from '../step-result.js';
import type { EventBatch } from '../transport/event-batch.js';
import type { BatchHandler } from './batch-runner.js';

/** The events of one lane that wait for the handler. */
interface Call {
  readonly batch: EventBatch;
  readonly resolve: (results: readonly StepResult[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gives a handler the events of several lanes in one batch, one batch at a time, up to `atMost` events unless a single
 * lane has more. What a handler does costs by the batch (a transaction, a request), and lanes of one topic have no order
 * among each other. When such a batch fails by a fault that does not pass, each lane is handled by itself, so that
 * the fault is found where it lies; handlers are made for seeing events again.
 */
export function combineLanes(handler: BatchHandler, atMost: number): BatchHandler {
  const waiting: Call[] = [];
  let isWorking = false;

  const work = async (): Promise<void> => {
    while (waiting.length > 0) await handleRound(handler, takeRound(waiting, atMost));
    isWorking = false;
  };

  return (batch) =>
    new Promise((resolve, reject) => {
      waiting.push({ batch, resolve, reject });
      if (isWorking) return;
      isWorking = true;
      // the lanes of one answer of the broker come in the same turn
      setImmediate(() => void work());
    });
}

/** The next calls that go together; a last word is spoken alone. */
function takeRound(waiting: Call[], atMost: number): Call[] {
  let events = 0;
  const end = waiting.findIndex(({ batch }, index) => {
    events += batch.events.length;
    return index > 0 && (events > atMost || batch.context.lastResort === true);
  });
  const isAlone = waiting[0]?.batch.context.lastResort === true;
  return waiting.splice(0, isAlone ? 1 : end < 0 ? waiting.length : end);
}

/** Never rejects: each call hears of its own end. */
async function handleRound(handler: BatchHandler, round: readonly Call[]): Promise<void> {
  const [first, ...others] = round;
  if (!first) return;
  if (others.length === 0) return handleAlone(handler, first);
  const events = round.flatMap(({ batch }) => batch.events);
  try {
    const results = await handler({ events, context: first.batch.context });
    if (results.length !== events.length) {
      throw new Error(`the handler answered ${results.length} results for ${events.length} events`);
    }
    let next = 0;
    for (const { batch, resolve } of round) resolve(results.slice(next, (next += batch.events.length)));
  } catch (error) {
    if (isStoreFault(error)) for (const { reject } of round) reject(error);
    else for (const call of round) await handleAlone(handler, call);
  }
}

async function handleAlone(handler: BatchHandler, { batch, resolve, reject }: Call): Promise<void> {
  await handler(batch).then(resolve, reject);
}
