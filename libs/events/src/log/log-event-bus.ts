import type { DataSource } from 'typeorm';
import { deadLetterTopic, isStoreFault, type Topic } from '#contracts';
import { appendEvents } from '#store';
import {
  defaultBatch,
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
} from '../event-bus.js';
import { pause } from '../pause.js';
import { LogNotifier, type NotifierDatabase } from './log-notifier.js';
import { LogOffsets } from './log-offsets.js';
import { comparePositions, printPosition, readPosition, type LogPosition } from './log-position.js';
import { logHead, readLog, type LogPage } from './log-reader.js';
import { resolveDataRefs } from './resolve-data-refs.js';

/** `url` and `ssl` are for the one connection that listens. */
export interface LogEventBusOptions extends NotifierDatabase {
  /** Told of faults that pass by themselves: a lost connection, a failed read. */
  readonly onTrouble: (error: unknown) => void;
}

export interface LogConsumeOptions extends ConsumeOptions {
  /** `keep`: events come with their references, as they lie in the log. Default `resolve`. */
  readonly references?: 'resolve' | 'keep';
}

/** Without a notice readers look this often. */
const idleMs = 1_000;
/** With events above the horizon readers look again this soon. */
const soonMs = 5;
const troubleMs = 500;

/** The embedded bus: the event log itself, read by consumer groups with offsets in the same database. */
export class LogEventBus extends EventBus {
  private readonly notifier: LogNotifier;
  private readonly offsets: LogOffsets;
  private readonly open = new Set<{ stop(): Promise<void> }>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly options: LogEventBusOptions,
  ) {
    super();
    this.notifier = new LogNotifier(options, options.onTrouble);
    this.offsets = new LogOffsets(dataSource);
  }

  override consume(options: LogConsumeOptions, consumer: BatchConsumer): Consumption {
    const stopping = new AbortController();
    const ended = this.runConsumer(options, consumer, stopping.signal);
    return this.track({ stop: () => stopAndWait(stopping, ended), ended });
  }

  override tail(options: TailOptions, onEvents: (events: readonly EventMessage[]) => void): Tail {
    const stopping = new AbortController();
    const ended = Promise.all(
      options.topics.map((topic) => this.runTail(topic, options.after, onEvents, stopping.signal)),
    ).then(() => undefined);
    ended.catch(this.options.onTrouble);
    return this.track({ stop: () => stopAndWait(stopping, ended) });
  }

  override async head(): Promise<string> {
    return printPosition(await logHead(this.dataSource));
  }

  override async keeps(topics: readonly Topic[], position: string): Promise<boolean> {
    const place = readPosition(position);
    if (!place) return false;
    const [row] = await this.dataSource.query<[{ xid: string }]>(
      `select coalesce(max(xid)::text, '0') as xid from bus.trimmed where topic = any($1)`,
      [topics],
    );
    const head = await logHead(this.dataSource);
    return BigInt(place.xid) >= BigInt(row.xid) && comparePositions(place, head) <= 0;
  }

  override lag(): Promise<Lag[]> {
    return this.offsets.lag();
  }

  override async close(): Promise<void> {
    await Promise.all([...this.open].map((running) => running.stop()));
    await this.notifier.close();
  }

  /** Remembers what runs until it has stopped, so that `close` can stop the rest. */
  private track<T extends { stop(): Promise<void> }>(running: T): T {
    const tracked = {
      ...running,
      stop: async () => {
        await running.stop();
        this.open.delete(tracked);
      },
    };
    this.open.add(tracked);
    return tracked;
  }

  private async runConsumer(
    options: LogConsumeOptions,
    consumer: BatchConsumer,
    signal: AbortSignal,
  ): Promise<void> {
    const { group, topic } = options;
    const context: BatchContext = {
      group,
      topic,
      signal,
      heartbeat: () => Promise.resolve(),
      deadLetter: (message, reason) => this.deadLetter(group, message, reason),
    };
    let place = await this.whileTransient(() => this.offsets.load(group, topic), signal);
    while (place && !signal.aborted) {
      const from = place;
      const heard = this.notifier.count(topic);
      const page = await this.whileTransient(
        () => readLog(this.dataSource, topic, from, options.maxBatch ?? defaultBatch),
        signal,
      );
      if (!page) return;
      if (page.events.length === 0) {
        await this.wait(topic, page, heard, signal);
        continue;
      }
      const events = await this.whileTransient(() => this.complete(options, page), signal);
      if (!events) return;
      const outcome = events.length > 0 ? await consumer(events, context) : { settled: 0 };
      const last = lastSettled(page, events, outcome);
      if (last) {
        await this.whileTransient(() => this.offsets.save(group, topic, last), signal, true);
        place = last;
      }
      if (outcome.retryAfterMs !== undefined) await pause(outcome.retryAfterMs, signal);
      else if (last && last === page.events.at(-1)?.place && !page.more) {
        await this.wait(topic, page, heard, signal);
      }
    }
  }

  private async runTail(
    topic: Topic,
    after: string,
    onEvents: (events: readonly EventMessage[]) => void,
    signal: AbortSignal,
  ): Promise<void> {
    let place: LogPosition | undefined =
      readPosition(after) ?? (await this.whileTransient(() => logHead(this.dataSource), signal));
    while (place && !signal.aborted) {
      const from: LogPosition = place;
      const heard = this.notifier.count(topic);
      const page: LogPage | undefined = await this.whileTransient(
        () => readLog(this.dataSource, topic, from, defaultBatch),
        signal,
      );
      const last = page?.events.at(-1);
      if (page && last) {
        const events = await this.whileTransient(() => resolveDataRefs(this.dataSource, page.events), signal);
        const whole = events?.filter((event) => !event.fault) ?? [];
        if (whole.length > 0) onEvents(whole);
        place = last.place;
      }
      if (page && !(last && page.more)) await this.wait(topic, page, heard, signal);
    }
  }

  private async complete(options: LogConsumeOptions, { events }: LogPage): Promise<LogPage['events']> {
    return options.references === 'keep' ? events : resolveDataRefs(this.dataSource, events);
  }

  /** `heard` are the notices that had come before the page was read. */
  private async wait(topic: Topic, page: LogPage, heard: number, signal: AbortSignal): Promise<void> {
    if (page.more) await pause(soonMs, signal);
    else await this.notifier.next(topic, heard, idleMs, signal);
  }

  /** Repeats while the database is away; undefined when stopped meanwhile. `finish` also tries once after a stop. */
  private async whileTransient<T>(
    work: () => Promise<T>,
    signal: AbortSignal,
    finish = false,
  ): Promise<T | undefined> {
    for (;;) {
      if (signal.aborted && !finish) return undefined;
      try {
        return await work();
      } catch (error) {
        if (!isStoreFault(error) || (finish && signal.aborted)) throw error;
        this.options.onTrouble(error);
        await pause(troubleMs, signal);
      }
    }
  }

  private async deadLetter(group: string, message: EventMessage, reason: { code: string; detail: string }) {
    const headers = Object.fromEntries(
      Object.entries(message.headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    await this.dataSource.transaction((manager) =>
      appendEvents(manager, [
        {
          topic: deadLetterTopic(message.topic as Topic),
          key: message.key,
          value: message.value,
          headers: {
            ...headers,
            dlq_topic: message.topic,
            dlq_position: message.position,
            dlq_group: group,
            dlq_code: reason.code,
            dlq_detail: reason.detail,
            dlq_at: new Date().toISOString(),
          },
        },
      ]),
    );
  }
}

/** The place behind which a page is done: where events were left out, up to the first one that was not settled. */
function lastSettled(
  page: LogPage,
  given: LogPage['events'],
  { settled }: BatchOutcome,
): LogPosition | undefined {
  const open = given[settled];
  if (!open) return page.events.at(-1)?.place;
  return page.events[page.events.findIndex(({ position }) => position === open.position) - 1]?.place;
}

async function stopAndWait(stopping: AbortController, ended: Promise<void>): Promise<void> {
  stopping.abort();
  // an error that ended the work is told through `ended`, not to whoever stops
  await ended.catch(() => undefined);
}
