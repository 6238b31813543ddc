import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Destinations, what each of them holds of a story, and the ledger of deliveries. */
export class Publisher1790000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema publisher');
    await runner.query(`
      create table publisher.destinations (
        destination_id text primary key,
        url text not null,
        query text not null,
        -- null = every provider
        providers text[],
        -- null = every kind of event
        events text[],
        -- [{secret, createdAt, expiresAt}], newest first; kept in clear since signing needs them
        secrets jsonb not null,
        active boolean not null,
        disabled_reason text,
        created_by text,
        failures integer not null default 0,
        failing_since timestamptz,
        throttled_until timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      )`);
    // the last revision applied of each story: a replay stops here
    await runner.query(`
      create table publisher.stories (
        story_id uuid primary key,
        revision bigint not null,
        status text not null,
        provider text not null,
        updated_at timestamptz not null default now()
      )`);
    // one body per event, however many destinations it goes to
    await runner.query(`
      create table publisher.events (
        event_id text primary key,
        story_id uuid not null,
        revision bigint not null,
        -- providers that are named in the body besides the story's own
        named_providers text[] not null,
        traceparent text,
        body bytea not null,
        created_at timestamptz not null default now()
      )`);
    await runner.query('create index events_story on publisher.events (story_id, revision)');
    await runner.query('create index events_age on publisher.events (created_at)');
    await runner.query(`
      create table publisher.deliveries (
        delivery_id text primary key,
        event_id text not null,
        destination text not null,
        story_id uuid not null,
        dispatch_id uuid not null,
        revision bigint not null,
        event_type text not null,
        -- a recall tells of a kill or withhold; everything else is news
        is_recall boolean not null,
        state text not null check (state in ('pending', 'sent', 'failed', 'recalled', 'skipped')),
        attempts integer not null default 0,
        next_attempt_at timestamptz,
        -- an attempt is under way until then, or its process died
        lease_until timestamptz,
        last_status integer,
        last_error text,
        created_at timestamptz not null default clock_timestamp(),
        settled_at timestamptz,
        unique (event_id, destination)
      )`);
    await runner.query(`
      create index deliveries_due on publisher.deliveries (destination, is_recall desc, next_attempt_at)
        where state = 'pending'`);
    await runner.query(
      'create index deliveries_story on publisher.deliveries (story_id, destination, revision)',
    );
    await runner.query('create index deliveries_dispatch on publisher.deliveries (dispatch_id)');
    await runner.query('create index deliveries_time on publisher.deliveries (created_at, delivery_id)');
    // who was sent, or may have been sent, any version; outlives the ledger, so that a late kill finds them
    await runner.query(`
      create table publisher.holdings (
        story_id uuid not null,
        destination text not null,
        -- what the destination was last told: usable, withheld or canceled
        told text not null,
        updated_at timestamptz not null default now(),
        primary key (story_id, destination)
      )`);
    await runner.query('create index holdings_destination on publisher.holdings (destination)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema publisher cascade');
  }
}
