import type { DataSource } from 'typeorm';
import { topicNames, topics, type Topic } from '#contracts';
import { trimEventData, type KeptWork, type LeaseRegistry } from '#store';
import { pause } from '../pause.js';
import { relayGroup } from '../relay/relay-group.js';

export interface TrimOptions {
  /**
   * Whether a relay copies the log to Kafka, which then keeps the events. The log goes on serving streams: what the relay
   * has copied is cut after `historyHours`, what it has not copied never is.
   */
  readonly relayed?: boolean;
  /**
   * How long events stay that the log need not keep: superseded ones of compacted topics and, with a relay, those that
   * were copied. Streams resume inside this time. Default 24 hours.
   */
  readonly historyHours?: number;
  /** Most rows removed from a topic in one run; default 20,000. */
  readonly limit?: number;
  readonly now?: Date;
}

export interface KeepEventLogOptions {
  readonly dataSource: DataSource;
  readonly leases: LeaseRegistry;
  readonly relayed: boolean;
  /** Told how many rows a run removed, when it removed any. */
  readonly onTrimmed: (rows: number) => void;
  readonly onTrouble: (error: unknown) => void;
  /** Milliseconds between runs; default ten minutes. */
  readonly everyMs?: number;
}

const defaultEveryMs = 600_000;
/** Between the steps of a long cut, so that it leaves the disk to others. */
const breathMs = 200;

/** Cuts the event log time and again, in one process of all that share the database, until it is stopped. */
export function keepEventLog(options: KeepEventLogOptions): KeptWork {
  const { dataSource, relayed } = options;
  return options.leases.keep('event log', async (signal) => {
    while (!signal.aborted) {
      try {
        let removed = 0;
        for (let step = 1; step > 0 && !signal.aborted; removed += step) {
          step = await trimEventLog(dataSource, { relayed });
          if (step > 0) await pause(breathMs, signal);
        }
        if (removed > 0) options.onTrimmed(removed);
      } catch (error) {
        options.onTrouble(error);
      }
      await pause(options.everyMs ?? defaultEveryMs, signal);
    }
  });
}

/**
 * Cuts the event log as the registry of topics says: by age where events are deleted, to the newest of each key where
 * they are compacted, so that killed text leaves the disk; shorter where a relay copied it. What a consumer group of the
 * log (or the relay) has not settled always stays. Remembers how far it cut, so that readers with an older position know
 * that they have a gap. Returns rows removed.
 */
export async function trimEventLog(dataSource: DataSource, options: TrimOptions = {}): Promise<number> {
  const now = options.now ?? new Date();
  let removed = 0;
  for (const topic of topicNames) removed += await trimTopic(dataSource, topic, options, now);
  await trimEventData(dataSource, now);
  return removed;
}

async function trimTopic(
  dataSource: DataSource,
  topic: Topic,
  options: TrimOptions,
  now: Date,
): Promise<number> {
  const { cleanup, retentionDays } = topics[topic];
  const relayed = options.relayed ?? false;
  const history = options.historyHours ?? 24;
  const [row] = await dataSource.query<[{ removed: number }]>(
    `with old as (
       select event.xid, event.position from bus.event_log event
       where event.topic = $1 and event.created_at < $2::timestamptz - make_interval(hours => $3)
         and ${relayed ? copied : settled}
         ${!relayed && cleanup === 'compact' ? `and ${superseded}` : ''}
       order by event.xid, event.position limit $4
     ), gone as (
       delete from bus.event_log event using old
       where event.topic = $1 and event.xid = old.xid and event.position = old.position
       returning event.xid
     ), mark as (
       insert into bus.trimmed (topic, xid) select $1, max(xid) from gone having count(*) > 0
       on conflict (topic) do update set xid = greatest(bus.trimmed.xid, excluded.xid)
     )
     select count(*)::int as removed from gone`,
    [
      topic,
      now.toISOString(),
      relayed || cleanup === 'compact' ? history : retentionDays * 24,
      options.limit ?? 20_000,
    ],
  );
  return row.removed;
}

/** No group of the embedded bus waits for the event; a relay that is used no more does not count. */
const settled = `not exists (select from bus.consumer_offsets o
  where o.topic = event.topic and o.consumer_group <> '${relayGroup}'
    and (o.xid, o.position) < (event.xid, event.position))`;

/** The relay has copied the event; groups of the embedded bus that are used no more do not count. */
const copied = `exists (select from bus.consumer_offsets o
  where o.topic = event.topic and o.consumer_group = '${relayGroup}'
    and (o.xid, o.position) >= (event.xid, event.position))`;

const superseded = `exists (select from bus.event_log newer where newer.topic = event.topic and newer.key = event.key
  and (newer.xid, newer.position) > (event.xid, event.position))`;
