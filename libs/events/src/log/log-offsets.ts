import type { DataSource } from 'typeorm';
import type { Topic } from '#contracts';
import type { Lag } from '../event-bus.js';
import { beginning, type LogPosition } from './log-position.js';

/** How far each consumer group has come; kept in the database, moved only after effects are durable. */
export class LogOffsets {
  constructor(private readonly dataSource: DataSource) {}

  /** The places of the last events that the group settled; the beginning for a topic that it has not read yet. */
  async load(group: string, topics: readonly Topic[]): Promise<Map<Topic, LogPosition>> {
    const rows: (LogPosition & { topic: Topic })[] = await this.dataSource.query(
      `select topic, xid::text, position::text from bus.consumer_offsets
       where consumer_group = $1 and topic = any($2)`,
      [group, topics],
    );
    const places = new Map(rows.map(({ topic, xid, position }) => [topic, { xid, position }]));
    const fresh = topics.filter((topic) => !places.has(topic));
    if (fresh.length > 0) {
      await this.dataSource.query(
        `insert into bus.consumer_offsets (consumer_group, topic, xid, position)
         select $1, topic, '0', 0 from unnest($2::text[]) as topic on conflict do nothing`,
        [group, fresh],
      );
    }
    return new Map(topics.map((topic) => [topic, places.get(topic) ?? beginning]));
  }

  /** Moves the group's offsets forward; a late write of an older place changes nothing. */
  async save(group: string, places: ReadonlyMap<Topic, LogPosition>): Promise<void> {
    const reached = [...places.values()];
    await this.dataSource.query(
      `update bus.consumer_offsets o set xid = reached.xid::xid8, position = reached.position::bigint, updated_at = now()
       from unnest($2::text[], $3::text[], $4::text[]) as reached (topic, xid, position)
       where o.consumer_group = $1 and o.topic = reached.topic
         and (o.xid, o.position) < (reached.xid::xid8, reached.position::bigint)`,
      [group, [...places.keys()], reached.map(({ xid }) => xid), reached.map(({ position }) => position)],
    );
  }

  /** Lag of every group; counting stops at 100,000 events, which is far behind all the same. */
  async lag(): Promise<Lag[]> {
    const rows: { consumer_group: string; topic: Topic; events: string; oldest: string | null }[] =
      await this.dataSource.query(
        `select o.consumer_group, o.topic, behind.events, behind.oldest
         from bus.consumer_offsets o, lateral (
           select count(*) as events, extract(epoch from clock_timestamp() - min(created_at)) as oldest
           from (
             select created_at from bus.event_log e
             where e.topic = o.topic and (e.xid, e.position) > (o.xid, o.position)
             order by e.xid, e.position limit 100000
           ) as waiting
         ) as behind
         order by o.consumer_group, o.topic`,
      );
    return rows.map((row) => ({
      group: row.consumer_group,
      topic: row.topic,
      events: Number(row.events),
      oldestSeconds: Number(row.oldest ?? 0),
    }));
  }
}
