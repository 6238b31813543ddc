import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the normaliser says of each transmission: how many items came out, and what was refused and why. */
export class Normaliser1790000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema normaliser');
    await runner.query(`
      create table normaliser.results (
        transmission_id uuid not null,
        run integer not null,
        format text,
        charset text not null,
        profile text not null,
        profile_hash text not null,
        items integer not null,
        refused integer not null,
        skipped integer not null,
        settled_at timestamptz not null default clock_timestamp(),
        primary key (transmission_id, run)
      )`);
    await runner.query(`
      create table normaliser.quarantine (
        quarantine_id uuid primary key,
        transmission_id uuid not null,
        run integer not null,
        item_index integer,
        feed text not null,
        provider text not null,
        format text,
        code text not null,
        detail text not null,
        stack text,
        raw_excerpt text,
        state text not null default 'open' check (state in ('open', 'replayed', 'dismissed', 'skipped')),
        created_at timestamptz not null default clock_timestamp(),
        unique nulls not distinct (transmission_id, run, item_index)
      )`);
    await runner.query('create index quarantine_open on normaliser.quarantine (state, created_at desc)');
    await runner.query('create index quarantine_feed on normaliser.quarantine (feed, created_at desc)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema normaliser cascade');
  }
}
