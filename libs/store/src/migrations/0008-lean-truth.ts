import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The truth's documents are written once per version and read whole: `json` takes them as they are, where `jsonb` would
 * build a tree that nobody queries. A story's text is kept once, with the version that its snapshot shows.
 */
export class LeanTruth1790000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table truth.versions alter column dispatch type json using dispatch::json');
    // compressing costs more than all else of the write
    await runner.query('alter table truth.versions alter column dispatch set storage external');
    await runner.query(`
      alter table truth.stories
        alter column snapshot type json using snapshot::json,
        -- content hash of the version whose body the snapshot shows and leaves out; null when the snapshot is whole
        add column text_of bytea`);
    await runner.query('alter table truth.stories alter column snapshot set storage external');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update truth.stories as story set text_of = null, snapshot = jsonb_set(
          case when version.dispatch -> 'item' -> 'bodies' is null then story.snapshot::jsonb
            else jsonb_set(story.snapshot::jsonb, '{item,bodies}', (version.dispatch -> 'item' -> 'bodies')::jsonb) end,
          '{text,plain}', (version.dispatch -> 'text' -> 'plain')::jsonb)::json
      from truth.versions as version
      where version.story_id = story.story_id and version.content_hash = story.text_of`);
    await runner.query(
      'alter table truth.stories drop column text_of, alter column snapshot type jsonb using snapshot::jsonb',
    );
    await runner.query('alter table truth.stories alter column snapshot set storage external');
    await runner.query('alter table truth.versions alter column dispatch type jsonb using dispatch::jsonb');
  }
}
