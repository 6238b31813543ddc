import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Columns that no plan asks about: bodies, documents, sketches, hashes that are only ever read with their row. */
const unasked: Readonly<Record<string, readonly string[]>> = {
  'bus.event_log': ['headers', 'payload'],
  'bus.event_data': ['data'],
  'gateway.transmissions': ['headers', 'body', 'sha256', 'content_type', 'filename', 'size'],
  'truth.filings': [
    'sketch',
    'sketch_of',
    'targets',
    'version_key',
    'content_hash',
    'typography',
    'reason',
    'score',
  ],
  'truth.stories': ['snapshot', 'text_of'],
  'truth.versions': ['content_hash', 'dispatch'],
  'publisher.events': ['named_providers', 'traceparent', 'body'],
  'search.documents': ['snapshot'],
};

/**
 * On tables that grow all the time PostgreSQL samples every column again and again. Sampling wide values and arrays took
 * two fifths of its processor time under load; what no plan asks about is left out.
 */
export class LeanStatistics1790000000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await setStatistics(runner, '0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await setStatistics(runner, '-1');
  }
}

async function setStatistics(runner: QueryRunner, target: string): Promise<void> {
  for (const [table, columns] of Object.entries(unasked)) {
    const changes = columns.map((column) => `alter column ${column} set statistics ${target}`);
    await runner.query(`alter table ${table} ${changes.join(', ')}`);
  }
}
