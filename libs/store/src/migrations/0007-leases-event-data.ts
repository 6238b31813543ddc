import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Leases of work that one process does at a time, and the data of events that are too large to travel. */
export class LeasesEventData1790000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table bus.leases (
        name text primary key,
        -- null when it was given back
        holder uuid,
        -- counts the terms: a holder of an earlier term can tell that its term is over
        epoch bigint not null,
        renewed_at timestamptz not null
      ) with (fillfactor = 50)`);
    await runner.query(`
      create table bus.event_data (
        data_id uuid primary key,
        topic text not null,
        key text not null,
        -- null when a newer event of the key superseded it: consumers must tell that from data that is lost
        data bytea storage external,
        created_at timestamptz not null default clock_timestamp()
      )`);
    await runner.query('create index event_data_key on bus.event_data (topic, key) where data is not null');
    await runner.query('create index event_data_age on bus.event_data (created_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table bus.event_data');
    await runner.query('drop table bus.leases');
  }
}
