import { setTimeout as sleep } from 'node:timers/promises';
import { isStoreFault, type Topic } from '#contracts';
import {
  defaultBatch,
  type BatchConsumer,
  type BatchContext,
  type BatchOutcome,
  type ConsumeOptions,
  type Consumption,
  type EventMessage,
} from '../event-bus.js';
import { backoffMs } from '../runner/backoff.js';
import { isKafkaFault } from './kafka-fault.js';
import type { KafkaClient, PartitionBatch } from './kafka-port.js';

/** Fetches the data of events that ride by reference; leaves out events that a newer one made superfluous. */
export type DataResolver = (messages: readonly EventMessage[]) => Promise<readonly EventMessage[]>;

export interface ConsumptionParts {
  readonly kafka: KafkaClient;
  readonly resolve: DataResolver;
  readonly deadLetter: BatchContext['deadLetter'];
  readonly onTrouble: (error: unknown) => void;
}

/** Waits from here on give the partition back, so that the others go on. */
const longWaitMs = 1_000;
const storeTroubleMs = 500;

/** What a handler threw; keeps it apart from what the broker's client throws. */
class HandlerFailure extends Error {
  constructor(override readonly cause: unknown) {
    super('the handler failed');
  }
}

/** A group's consumer of one topic: joins again for as long as it takes, ends by `stop` or with its handler's error. */
export class KafkaConsumption implements Consumption {
  readonly ended: Promise<void>;
  private readonly stopping = new AbortController();
  /** Age of the work at hand: when the oldest event came to be that a partition has not settled. */
  private readonly waitingSince = new Map<number, Date>();

  constructor(
    readonly options: ConsumeOptions,
    private readonly consumer: BatchConsumer,
    private readonly parts: ConsumptionParts,
  ) {
    this.ended = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    // an error that ended the work is told through `ended`, not to whoever stops
    await this.ended.catch(() => undefined);
  }

  get topic(): Topic {
    return this.options.topic;
  }

  /** When the oldest unsettled event of a partition came to be, as far as this process has seen it. */
  oldest(partition: number): Date | undefined {
    return this.waitingSince.get(partition);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    let failures = 0;
    while (!signal.aborted) {
      const { group, topic, lingerMs } = this.options;
      const member = this.parts.kafka.consumer({
        group,
        topic,
        ...(lingerMs === undefined ? {} : { lingerMs }),
      });
      const stop = () => void member.stop();
      signal.addEventListener('abort', stop, { once: true });
      try {
        await member.run((batch) => {
          failures = 0;
          return this.work(batch);
        });
      } catch (error) {
        if (error instanceof HandlerFailure) throw error.cause;
        if (!isKafkaFault(error)) throw error;
        if (!signal.aborted) this.parts.onTrouble(error);
        failures += 1;
      } finally {
        signal.removeEventListener('abort', stop);
      }
      await pause(Math.min(backoffMs(failures), 2_000), signal);
    }
  }

  /** Gives a partition's events to the handler in portions; the offset follows what it settled. */
  private async work(batch: PartitionBatch): Promise<void> {
    const { messages, ending, partition } = batch;
    let done = 0;
    while (done < messages.length && !ending.aborted) {
      const portion = messages.slice(done, done + (this.options.maxBatch ?? defaultBatch));
      this.waitingSince.set(partition, portion[0]!.at);
      const events = await this.resolve(portion, ending);
      if (!events) return;
      const outcome = await this.handle(batch, portion, events);
      const settled = settledOf(portion, events, outcome);
      if (settled > 0) {
        done += settled;
        this.waitingSince.set(partition, messages[done - 1]!.at);
        await batch.commit(done);
      }
      const wait = outcome.retryAfterMs;
      if (wait !== undefined && wait >= longWaitMs) {
        batch.pauseFor(wait);
        return;
      }
      await pause(wait ?? 0, ending);
    }
  }

  private async handle(
    { partition, ending }: PartitionBatch,
    portion: readonly EventMessage[],
    events: readonly EventMessage[],
  ): Promise<BatchOutcome> {
    if (events.length === 0) return { settled: 0 };
    const { group, topic } = this.options;
    const context: BatchContext = {
      group,
      topic,
      lane: String(partition),
      signal: ending,
      // members of the group are kept alive by a timer, however long the handler takes
      heartbeat: () => Promise.resolve(),
      // set aside as it came: with its reference, not with the data behind it
      deadLetter: (message, reason) =>
        this.parts.deadLetter(
          portion.find(({ position }) => position === message.position) ?? message,
          reason,
        ),
    };
    try {
      return await this.consumer(events, context);
    } catch (error) {
      throw new HandlerFailure(error);
    }
  }

  /** Repeats while the store of large values is away; undefined when it is time to end. */
  private async resolve(
    portion: readonly EventMessage[],
    signal: AbortSignal,
  ): Promise<readonly EventMessage[] | undefined> {
    while (!signal.aborted) {
      try {
        return await this.parts.resolve(portion);
      } catch (error) {
        if (!isStoreFault(error)) throw new HandlerFailure(error);
        this.parts.onTrouble(error);
        await pause(storeTroubleMs, signal);
      }
    }
    return undefined;
  }
}

/** How many of a portion are done, when the handler saw only some of them: up to the first that it did not settle. */
function settledOf(
  portion: readonly EventMessage[],
  events: readonly EventMessage[],
  { settled }: BatchOutcome,
): number {
  const open = events[settled];
  return open ? portion.findIndex(({ position }) => position === open.position) : portion.length;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) return;
  await sleep(ms, undefined, { signal }).catch((error: Error) => {
    if (error.name !== 'AbortError') throw error;
  });
}
