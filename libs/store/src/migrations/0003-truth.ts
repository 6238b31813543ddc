import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The truth: stories, the filings they are folded from, the bodies of their versions, and what waits for people. */
export class Truth1790000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema truth');
    await runner.query(`
      create table truth.stories (
        story_id uuid primary key,
        provider text not null,
        feed text not null,
        revision integer not null,
        group_id uuid not null,
        cluster_id uuid,
        status text not null check (status in ('usable', 'canceled', 'withheld', 'embargoed')),
        status_reason text,
        embargoed_until timestamptz,
        snapshot jsonb not null,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null
      )`);
    // rewritten with each revision: compressing it would cost more than all else of the write
    await runner.query('alter table truth.stories alter column snapshot set storage external');
    await runner.query('create index stories_group on truth.stories (group_id)');
    await runner.query(`
      create index stories_embargo on truth.stories (embargoed_until)
        where status = 'embargoed' and embargoed_until is not null`);
    await runner.query(`
      create index stories_held on truth.stories (status, updated_at)
        where status in ('withheld', 'embargoed') or status_reason = 'held_after_kill'`);
    await runner.query(`
      create table truth.filings (
        dispatch_id uuid primary key,
        transmission_id uuid not null,
        item_index integer not null,
        run integer not null,
        story_id uuid not null,
        provider text not null,
        feed text not null,
        version text,
        version_created timestamptz,
        first_created timestamptz,
        received_at timestamptz not null,
        signal text not null,
        standing text not null,
        embargo_state text,
        embargo_until timestamptz,
        reinstates boolean not null,
        version_key bytea not null,
        group_key bytea,
        content_hash bytea not null,
        typography integer not null,
        sketch integer[] not null,
        sketch_of integer not null,
        names bigint[] not null,
        targets bigint[] not null,
        -- a note about other copy: a filing, and no version of any story
        notice boolean not null,
        -- false once a later run of the normaliser read the item again, or when it was refused
        live boolean not null,
        outcome text not null,
        reason text not null,
        of_dispatch uuid,
        score real,
        decided_at timestamptz not null
      )`);
    await runner.query('create index filings_story on truth.filings (story_id)');
    await runner.query('create index filings_item on truth.filings (transmission_id, item_index, run)');
    await runner.query(`
      create index filings_group on truth.filings (group_key)
        where group_key is not null and live and not notice`);
    await runner.query('create index filings_names on truth.filings using gin (names)');
    await runner.query(`
      create table truth.versions (
        story_id uuid not null,
        content_hash bytea not null,
        dispatch jsonb not null,
        primary key (story_id, content_hash)
      )`);
    await runner.query(`
      create table truth.kill_targets (
        token bigint not null,
        dispatch_id uuid not null references truth.filings on delete cascade,
        primary key (token, dispatch_id)
      )`);
    await runner.query(`
      create table truth.releases (
        release_id uuid primary key,
        story_id uuid not null,
        -- keys of the filings and sibling stories whose hold no longer counts
        covers text[] not null,
        actor text not null,
        released_at timestamptz not null
      )`);
    await runner.query('create index releases_story on truth.releases (story_id)');
    await runner.query(`
      create table truth.quarantine (
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
    await runner.query('create index quarantine_open on truth.quarantine (state, created_at desc)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema truth cascade');
  }
}
