import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The event log (outbox and embedded bus), consumers' offsets and crash counts. */
export class Bus1790000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema bus');
    await runner.query(`
      create table bus.event_log (
        xid xid8 not null default pg_current_xact_id(),
        position bigint not null generated always as identity,
        topic text not null,
        key text not null,
        headers jsonb not null,
        -- not compressed: it is written once, read once or twice, and cut soon
        payload bytea storage external,
        created_at timestamptz not null default clock_timestamp(),
        primary key (topic, xid, position)
      )`);
    await runner.query('create index event_log_key on bus.event_log (topic, key, xid, position)');
    await runner.query(`
      create table bus.consumer_offsets (
        consumer_group text not null,
        topic text not null,
        xid xid8 not null,
        position bigint not null,
        updated_at timestamptz not null default now(),
        primary key (consumer_group, topic)
      )`);
    await runner.query(`
      create table bus.trimmed (
        topic text primary key,
        xid xid8 not null
      )`);
    await runner.query(`
      create table bus.consumer_crashes (
        consumer_group text not null,
        topic text not null,
        place text not null,
        batch_size integer not null,
        crashes integer not null,
        last_error text not null,
        updated_at timestamptz not null default now(),
        primary key (consumer_group, topic, place)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema bus cascade');
  }
}
