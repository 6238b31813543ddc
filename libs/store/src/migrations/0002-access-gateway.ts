import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may do what (schema `access`), and what came in through which feed (schema `gateway`). */
export class AccessGateway1790000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema access');
    await runner.query(`
      create table access.api_keys (
        key_id uuid primary key,
        prefix text not null,
        hash bytea not null unique,
        name text not null,
        scopes text[] not null,
        feed text,
        providers text[],
        created_by text not null,
        created_at timestamptz not null default now(),
        expires_at timestamptz,
        revoked_at timestamptz,
        last_used_at timestamptz
      )`);
    await runner.query(`
      create table access.sign_in_tokens (
        hash bytea primary key,
        expires_at timestamptz not null
      )`);
    await runner.query(`
      create table access.sessions (
        hash bytea primary key,
        session_id uuid not null,
        key_id uuid references access.api_keys on delete cascade,
        scopes text[] not null,
        providers text[],
        created_at timestamptz not null default now(),
        expires_at timestamptz not null
      )`);
    await runner.query(`
      create table access.audit (
        audit_id bigint generated always as identity primary key,
        at timestamptz not null default clock_timestamp(),
        actor text not null,
        action text not null,
        subject text not null,
        detail jsonb not null default '{}'
      )`);
    await runner.query('create index audit_subject on access.audit (subject, audit_id)');

    await runner.query('create schema gateway');
    await runner.query(`
      create table gateway.feeds (
        feed text primary key,
        provider text not null,
        kind text not null,
        profile text,
        enabled boolean not null default true,
        webhook_secrets text[] not null default '{}',
        superdesk_secrets text[] not null default '{}',
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      )`);
    await runner.query(`
      create table gateway.transmissions (
        transmission_id uuid primary key,
        feed text not null,
        provider text not null,
        received_at timestamptz not null,
        content_type text,
        filename text,
        size integer not null,
        sha256 text not null,
        headers jsonb not null,
        run integer not null default 0,
        body bytea not null
      )`);
    // lz4 costs a fraction of the default's time; not every build of PostgreSQL has it
    await runner.query(`
      do $$ begin
        if (select 'lz4' = any(enumvals) from pg_settings where name = 'default_toast_compression') then
          alter table gateway.transmissions alter column body set compression lz4;
        end if;
      end $$`);
    await runner.query('create index transmissions_feed on gateway.transmissions (feed, received_at)');
    await runner.query('create index transmissions_received on gateway.transmissions (received_at)');
    await runner.query(`
      create table gateway.idempotency_keys (
        feed text not null,
        key text not null,
        sha256 text not null,
        transmission_id uuid not null,
        created_at timestamptz not null,
        primary key (feed, key)
      )`);
    await runner.query('create index idempotency_keys_age on gateway.idempotency_keys (created_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema gateway cascade');
    await runner.query('drop schema access cascade');
  }
}
