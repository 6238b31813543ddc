import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The search index of the PostgreSQL engine: one row per story, a projection of `wire.stories` that can be thrown
 * away and made again. Words come analysed from #query, the same code that matches streams and routes, so the index
 * needs no text search configuration of its own and finds what those find, on any PostgreSQL.
 */
export class Search1790000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema search');
    await runner.query(`
      create table search.documents (
        story_id uuid primary key,
        revision bigint not null,
        -- a story status, or 'removed': expired or tombstoned, kept without copy so that a replay cannot bring it back
        status text not null,
        group_id uuid not null,
        cluster_id uuid,
        original_killed boolean not null,
        provider text not null,
        feed text not null,
        language text,
        base_language text,
        signal text not null,
        version text,
        version_number double precision,
        urgency smallint,
        word_count double precision,
        categories text[] not null,
        subjects text[] not null,
        item_uri text not null,
        version_created timestamptz not null,
        received_at timestamptz not null,
        -- version_created, but never later than the story was received: a clock that runs ahead must not pin copy on top
        sort_at timestamptz not null,
        first_indexed_at timestamptz not null default now(),
        words tsvector,
        snapshot json
      )`);
    // vectors hardly shrink by compression, and are read whole for ranks and phrases
    await runner.query('alter table search.documents alter column words set storage external');
    await runner.query('create index documents_words on search.documents using gin (words)');
    await runner.query('create index documents_time on search.documents (sort_at, story_id)');
    await runner.query('create index documents_provider on search.documents (provider, sort_at, story_id)');
    await runner.query(
      'create index documents_group on search.documents (group_id, version_created, story_id)',
    );
    await runner.query('create index documents_item on search.documents using hash (item_uri)');
    await runner.query(
      'create index documents_cluster on search.documents (cluster_id) where cluster_id is not null',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema search cascade');
  }
}
