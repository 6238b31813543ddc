import type { DataSource } from 'typeorm';
import { isStoreFault, type Topic } from '#contracts';
import { defaultBatch, type BatchOutcome, type EventMessage } from '../event-bus.js';
import { pause } from '../pause.js';
import type { LogNotifier } from './log-notifier.js';
import type { LogOffsets } from './log-offsets.js';
import type { LogPosition } from './log-position.js';
import { readLog, type LogPage } from './log-reader.js';
import { resolveDataRefs } from './resolve-data-refs.js';

/** A group's reading of some topics at once. */
export interface LogGroup {
  readonly group: string;
  readonly topics: readonly Topic[];
  /** Most events of each topic in one batch; default `defaultBatch`. */
  readonly maxBatch?: number;
  /** `keep`: events come with their references, as they lie in the log. Default `resolve`. */
  readonly references?: 'resolve' | 'keep';
}

/** What readers of the log share in a process. */
export interface LogAccess {
  readonly dataSource: DataSource;
  readonly notifier: LogNotifier;
  readonly offsets: LogOffsets;
  readonly onTrouble: (error: unknown) => void;
}

/** Without a notice readers look this often. */
const idleMs = 1_000;
/** With events above the horizon readers look again this soon. */
const soonMs = 5;
const troubleMs = 500;

/**
 * Gives a group its batches, in order per topic and topic after topic, and moves its offsets behind what was settled;
 * until the signal aborts. Rejects with what `consumer` throws.
 */
export async function consumeLog(
  access: LogAccess,
  { group, topics, maxBatch = defaultBatch, references }: LogGroup,
  consumer: (batch: readonly EventMessage[]) => Promise<BatchOutcome>,
  signal: AbortSignal,
): Promise<void> {
  const { dataSource, notifier, offsets, onTrouble } = access;
  const places = await whileTransient(() => offsets.load(group, topics), signal, onTrouble);
  if (!places) return;
  while (!signal.aborted) {
    const heard = notifier.count(topics);
    const page = await whileTransient(() => readLog(dataSource, places, maxBatch), signal, onTrouble);
    if (!page) return;
    if (page.events.length === 0) {
      await waitForMore(access, topics, page, heard, signal);
      continue;
    }
    const events =
      references === 'keep'
        ? page.events
        : await whileTransient(() => resolveDataRefs(dataSource, page.events), signal, onTrouble);
    if (!events) return;
    const outcome = events.length > 0 ? await consumer(events) : { settled: 0 };
    const settled = lastSettled(page, events, outcome);
    if (settled.size > 0) {
      await whileTransient(() => offsets.save(group, settled), signal, onTrouble, true);
      for (const [topic, place] of settled) places.set(topic, place);
    }
    if (outcome.retryAfterMs !== undefined) await pause(outcome.retryAfterMs, signal);
    else if (outcome.settled >= events.length && !page.more) {
      await waitForMore(access, topics, page, heard, signal);
    }
  }
}

/** `heard` are the notices that had come before the page was read. */
export async function waitForMore(
  { notifier }: LogAccess,
  topics: readonly Topic[],
  page: LogPage,
  heard: number,
  signal: AbortSignal,
): Promise<void> {
  if (page.more) await pause(soonMs, signal);
  else await notifier.next(topics, heard, idleMs, signal);
}

/** Repeats while the database is away; undefined when stopped meanwhile. `finish` also tries once after a stop. */
export async function whileTransient<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
  onTrouble: (error: unknown) => void,
  finish = false,
): Promise<T | undefined> {
  for (;;) {
    if (signal.aborted && !finish) return undefined;
    try {
      return await work();
    } catch (error) {
      if (!isStoreFault(error) || (finish && signal.aborted)) throw error;
      onTrouble(error);
      await pause(troubleMs, signal);
    }
  }
}

/** The places behind which the page is done, by topic: where events were left out, up to the first that is open. */
function lastSettled(
  page: LogPage,
  given: LogPage['events'],
  { settled }: BatchOutcome,
): Map<Topic, LogPosition> {
  const open = new Set(given.slice(settled).map(placeKey));
  const places = new Map<Topic, LogPosition>();
  const stuck = new Set<string>();
  for (const event of page.events) {
    if (open.has(placeKey(event))) stuck.add(event.topic);
    // dead letters are read by nobody's group
    if (!stuck.has(event.topic)) places.set(event.topic as Topic, event.place);
  }
  return places;
}

function placeKey({ topic, position }: EventMessage): string {
  return `${topic} ${position}`;
}
