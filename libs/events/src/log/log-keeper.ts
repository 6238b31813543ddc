import type { DataSource } from 'typeorm';
import { topicNames, topics, type Topic } from '#contracts';

export interface KeepOptions {
  /** How long an event of a compacted topic stays after a newer one of its key came; default 24 hours. */
  readonly compactAfterHours?: number;
  /** Most rows removed from a topic in one run; default 20,000. */
  readonly limit?: number;
  readonly now?: Date;
}

/**
 * Cuts the event log as the registry of topics says: by age where events are deleted, to the newest of each key where
 * they are compacted, so that killed text leaves the disk. What a consumer group has not settled always stays.
 * Remembers how far it cut, so that readers with an older position know that they have a gap. Returns rows removed.
 */
export async function trimEventLog(dataSource: DataSource, options: KeepOptions = {}): Promise<number> {
  let removed = 0;
  for (const topic of topicNames) removed += await trimTopic(dataSource, topic, options);
  return removed;
}

async function trimTopic(dataSource: DataSource, topic: Topic, options: KeepOptions): Promise<number> {
  const { cleanup, retentionDays } = topics[topic];
  const hours = cleanup === 'compact' ? (options.compactAfterHours ?? 24) : retentionDays * 24;
  const superseded =
    cleanup === 'compact'
      ? `and exists (select from bus.event_log newer where newer.topic = event.topic and newer.key = event.key
           and (newer.xid, newer.position) > (event.xid, event.position))`
      : '';
  const [row] = await dataSource.query<[{ removed: number }]>(
    `with old as (
       select event.xid, event.position from bus.event_log event
       where event.topic = $1 and event.created_at < $2::timestamptz - make_interval(hours => $3)
         and not exists (select from bus.consumer_offsets o
           where o.topic = event.topic and (o.xid, o.position) < (event.xid, event.position))
         ${superseded}
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
    [topic, (options.now ?? new Date()).toISOString(), hours, options.limit ?? 20_000],
  );
  return row.removed;
}
