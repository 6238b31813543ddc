import type { DataSource } from 'typeorm';
import type { Topic } from '#contracts';
import type { EventMessage } from '../event-bus.js';

/** What earlier processes left about a place in a topic where a handler crashed. */
export interface CrashRecord {
  readonly position: string;
  readonly batchSize: number;
  readonly crashes: number;
}

/** Remembers across restarts where handlers crashed, so that the third crash at one event sets it aside. */
export abstract class CrashLedger {
  /** The record of a batch that begins with this event, if there is one. */
  abstract find(group: string, topic: Topic, message: EventMessage): Promise<CrashRecord | undefined>;
  /** Counts a crash of a batch at its first event; returns the count. */
  abstract record(
    group: string,
    topic: Topic,
    batch: readonly EventMessage[],
    error: unknown,
  ): Promise<number>;
  /** Forgets what lies before the place: it was passed. */
  abstract forget(group: string, topic: Topic, message: EventMessage): Promise<void>;
}

/** The ledger in PostgreSQL. */
export class StoredCrashLedger extends CrashLedger {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  override async find(group: string, topic: Topic, message: EventMessage): Promise<CrashRecord | undefined> {
    const [row] = await this.dataSource.query<[{ place: string; batch_size: number; crashes: number }?]>(
      `select place, batch_size, crashes from bus.consumer_crashes
       where consumer_group = $1 and topic = $2 and place = $3`,
      [group, topic, message.position],
    );
    return row && { position: row.place, batchSize: row.batch_size, crashes: row.crashes };
  }

  override async record(
    group: string,
    topic: Topic,
    batch: readonly EventMessage[],
    error: unknown,
  ): Promise<number> {
    const [row] = await this.dataSource.query<[{ crashes: number }]>(
      `insert into bus.consumer_crashes as c (consumer_group, topic, place, batch_size, crashes, last_error)
       values ($1, $2, $3, $4, 1, $5)
       on conflict (consumer_group, topic, place) do update
         set crashes = c.crashes + 1, batch_size = excluded.batch_size, last_error = excluded.last_error, updated_at = now()
       returning crashes`,
      [
        group,
        topic,
        batch[0]?.position ?? '',
        batch.length,
        String(error instanceof Error ? error.stack : error),
      ],
    );
    return row.crashes;
  }

  override async forget(group: string, topic: Topic, message: EventMessage): Promise<void> {
    await this.dataSource.query(
      'delete from bus.consumer_crashes where consumer_group = $1 and topic = $2 and place = $3',
      [group, topic, message.position],
    );
  }
}
