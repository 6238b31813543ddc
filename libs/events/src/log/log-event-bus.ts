import type { DataSource } from 'typeorm';
import { deadLetterTopic, type AnyTopic, type Topic } from '#contracts';
import { appendEvents } from '#store';
import {
  defaultBatch,
  EventBus,
  type BatchConsumer,
  type BatchOutcome,
  type ConsumeOptions,
  type Consumption,
  type EventMessage,
  type Lag,
  type Tail,
  type TailOptions,
} from '../event-bus.js';
import { consumeLog, waitForMore, whileTransient, type LogAccess, type LogGroup } from './log-consumption.js';
import { LogNotifier, type NotifierDatabase } from './log-notifier.js';
import { LogOffsets } from './log-offsets.js';
import { comparePositions, printPosition, readPosition, type LogPosition } from './log-position.js';
import { logHead, readLog } from './log-reader.js';
import { resolveDataRefs } from './resolve-data-refs.js';

/** `url` and `ssl` are for the one connection that listens. */
export interface LogEventBusOptions extends NotifierDatabase {
  /** Told of faults that pass by themselves: a lost connection, a failed read. */
  readonly onTrouble: (error: unknown) => void;
}

export interface LogConsumeOptions extends ConsumeOptions, Pick<LogGroup, 'references'> {}

/** What consumers of several topics at once may use while they work on a batch. */
export interface LogBatchContext {
  /** Writes an event, whole, to its topic's dead-letter sibling; rejects when that fails. */
  deadLetter(message: EventMessage, reason: { code: string; detail: string }): Promise<void>;
}

/** The embedded bus: the event log itself, read by consumer groups with offsets in the same database. */
export class LogEventBus extends EventBus {
  private readonly access: LogAccess;
  private readonly open = new Set<{ stop(): Promise<void> }>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly options: LogEventBusOptions,
  ) {
    super();
    const { onTrouble } = options;
    this.access = {
      dataSource,
      notifier: new LogNotifier(options, onTrouble),
      offsets: new LogOffsets(dataSource),
      onTrouble,
    };
  }

  override consume({ topic, ...options }: LogConsumeOptions, consumer: BatchConsumer): Consumption {
    const { group } = options;
    return this.run({ ...options, topics: [topic] }, (batch, signal) =>
      consumer(batch, {
        group,
        topic,
        signal,
        heartbeat: () => Promise.resolve(),
        deadLetter: (message, reason) => this.deadLetter(group, message, reason),
      }),
    );
  }

  /** Consumes several topics in common batches, topic after topic in each, for who copies them elsewhere. */
  consumeTogether(
    options: LogGroup,
    consumer: (batch: readonly EventMessage[], context: LogBatchContext) => Promise<BatchOutcome>,
  ): Consumption {
    const context: LogBatchContext = {
      deadLetter: (message, reason) => this.deadLetter(options.group, message, reason),
    };
    return this.run(options, (batch) => consumer(batch, context));
  }

  override tail(options: TailOptions, onEvents: (events: readonly EventMessage[]) => void): Tail {
    const stopping = new AbortController();
    const ended = this.runTail(options.topics, options.after, onEvents, stopping.signal);
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
    return this.access.offsets.lag();
  }

  override async close(): Promise<void> {
    await Promise.all([...this.open].map((running) => running.stop()));
    await this.access.notifier.close();
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

  private run(
    options: LogGroup,
    consumer: (batch: readonly EventMessage[], signal: AbortSignal) => Promise<BatchOutcome>,
  ): Consumption {
    const stopping = new AbortController();
    const { signal } = stopping;
    const ended = consumeLog(this.access, options, (batch) => consumer(batch, signal), signal);
    return this.track({ stop: () => stopAndWait(stopping, ended), ended });
  }

  private async runTail(
    topics: readonly Topic[],
    after: string,
    onEvents: (events: readonly EventMessage[]) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { dataSource } = this;
    const { notifier, onTrouble } = this.access;
    const start = readPosition(after) ?? (await whileTransient(() => logHead(dataSource), signal, onTrouble));
    if (!start) return;
    const places = new Map<AnyTopic, LogPosition>(topics.map((topic) => [topic, start]));
    while (!signal.aborted) {
      const heard = notifier.count(topics);
      const page = await whileTransient(() => readLog(dataSource, places, defaultBatch), signal, onTrouble);
      if (!page) return;
      if (page.events.length > 0) {
        const events = await whileTransient(
          () => resolveDataRefs(dataSource, page.events),
          signal,
          onTrouble,
        );
        const whole = events?.filter((event) => !event.fault) ?? [];
        if (whole.length > 0) onEvents(whole);
        for (const { topic, place } of page.events) places.set(topic, place);
      }
      if (page.events.length === 0 || !page.more) await waitForMore(this.access, topics, page, heard, signal);
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

async function stopAndWait(stopping: AbortController, ended: Promise<void>): Promise<void> {
  stopping.abort();
  // an error that ended the work is told through `ended`, not to whoever stops
  await ended.catch(() => undefined);
}
