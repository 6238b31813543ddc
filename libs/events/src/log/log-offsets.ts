import type { DataSource } from 'typeorm';
import type { Topic } from '#contracts';
import type { Lag } from '../event-bus.js';
import { beginning, type LogPosition } from './log-position.js';

/** How far each consumer group has come; kept in the database, moved only after effects are durable. */
export class LogOffsets {
  constructor(private readonly dataSource: DataSource) {}

  /** The place of the last event that the group settled; the beginning for a new group. */
  async load(group: string, topic: Topic): Promise<LogPosition> {
    const [row] = await this.dataSource.query<[LogPosition?]>(
      'select xid::text, position::text from bus.consumer_offsets where consumer_group = $1 and topic = $2',
      [group, topic],
    );
    if (row) return row;
    await this.dataSource.query(
      `insert into bus.consumer_offsets (consumer_group, topic, xid, position) values ($1, $2, '0', 0)
       on conflict do nothing`,
      [group, topic],
    );
    return beginning;
  }

  /** Moves the group's offset forward; a late write of an older place changes nothing. */
  async save(group: string, topic: Topic, place: LogPosition): Promise<void> {
    await this.dataSource.query(
      `update bus.consumer_offsets set xid = $3::xid8, position = $4, updated_at = now()
       where consumer_group = $1 and topic = $2 and (xid, position) < ($3::xid8, $4::bigint)`,
      [group, topic, place.xid, place.position],
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
