import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { newId, type OutgoingEvent, type Topic } from '#contracts';
import { appendEvents, createDataSource } from '#store';
import { percentile } from '../table.js';

export interface RelayFigures {
  readonly events: number;
  readonly bytes: number;
  readonly perSecond: number;
  /** From the commit of a single event to its being in Kafka and marked as copied, with nothing else to do. */
  readonly idleMs: number;
}

/** A topic that nobody consumes, so that copying is all that happens. */
const topic: Topic = 'wire.deliveries';
const bytes = 2_000;
const batch = 500;
const singles = 20;

/** Measures the relay of a running service: a backlog that it works off, then single events. */
export async function relayFigures(databaseUrl: string, events: number): Promise<RelayFigures> {
  const dataSource = await createDataSource({ url: databaseUrl, poolSize: 4 }).initialize();
  try {
    const value = Buffer.alloc(bytes, 'x');
    await append(dataSource, [event(value)]);
    await copied(dataSource);
    const started = performance.now();
    for (let n = 0; n < events; n += batch)
      await append(
        dataSource,
        Array.from({ length: batch }, () => event(value)),
      );
    await copied(dataSource);
    const seconds = (performance.now() - started) / 1_000;
    const waits: number[] = [];
    for (let n = 0; n < singles; n += 1) {
      await sleep(200);
      const begun = performance.now();
      await append(dataSource, [event(value)]);
      await copied(dataSource);
      waits.push(performance.now() - begun);
    }
    return { events, bytes, perSecond: events / seconds, idleMs: percentile(waits, 50) };
  } finally {
    await dataSource.destroy();
  }
}

function event(value: Buffer): OutgoingEvent {
  return { topic, key: newId(), headers: { ce_id: newId() }, value };
}

function append(dataSource: DataSource, events: readonly OutgoingEvent[]): Promise<void> {
  return dataSource.transaction((manager) => appendEvents(manager, events));
}

/** Resolves when the relay has marked the topic's newest event. */
async function copied(dataSource: DataSource): Promise<void> {
  for (;;) {
    const [row] = await dataSource.query<[{ open: boolean }]>(
      `select exists (
         select from bus.event_log e join bus.consumer_offsets o on o.topic = e.topic
         where o.consumer_group = 'relay' and e.topic = $1 and (e.xid, e.position) > (o.xid, o.position)
       ) as open`,
      [topic],
    );
    if (!row.open) return;
    await sleep(2);
  }
}
