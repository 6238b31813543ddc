import type { DataSource } from 'typeorm';
import { topicNames, type Topic } from '#contracts';
import { relayGroup } from './relay-group.js';

/** What of a topic the relay has not copied to Kafka yet. */
export interface RelayBacklog {
  readonly topic: Topic;
  /** Counting stops at 100,000. */
  readonly events: number;
  /** Age of the oldest of them; 0 when there is none. */
  readonly oldestSeconds: number;
}

/** The relay's backlog on topics, also on those that no relay has begun to copy yet. */
export async function relayBacklog(
  dataSource: DataSource,
  of: readonly Topic[] = topicNames,
): Promise<RelayBacklog[]> {
  const rows: { topic: Topic; events: string; oldest: string | null }[] = await dataSource.query(
    `select t.topic, behind.events, behind.oldest
     from unnest($1::text[]) as t (topic)
     left join bus.consumer_offsets o on o.topic = t.topic and o.consumer_group = $2,
     lateral (
       select count(*) as events, extract(epoch from clock_timestamp() - min(created_at)) as oldest
       from (
         select created_at from bus.event_log e
         where e.topic = t.topic and (e.xid, e.position) > (coalesce(o.xid, '0'::xid8), coalesce(o.position, 0))
         order by e.xid, e.position limit 100000
       ) as waiting
     ) as behind`,
    [of, relayGroup],
  );
  return rows.map(({ topic, events, oldest }) => ({
    topic,
    events: Number(events),
    oldestSeconds: Number(oldest ?? 0),
  }));
}

/**
 * Age in seconds of the transaction that holds back every reader of the event log, in whatever database of the server it
 * runs; 0 when there is none. Sessions of other roles are seen only with the right `pg_read_all_stats`.
 */
export async function horizonAge(dataSource: DataSource): Promise<number> {
  const [row] = await dataSource.query<[{ seconds: string }?]>(
    `select extract(epoch from clock_timestamp() - since) as seconds from (
       select backend_xid as xid, xact_start as since from pg_stat_activity where backend_xid is not null
       union all
       select transaction, prepared from pg_prepared_xacts
     ) as holding
     order by age(xid) desc limit 1`,
  );
  return Math.max(0, Number(row?.seconds ?? 0));
}
