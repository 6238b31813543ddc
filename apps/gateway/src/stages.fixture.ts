import type { DataSource } from 'typeorm';
import { dispatchIdOf, newId, sha256, storyIdOf, type Outcome } from '#contracts';

/** Plays the stages behind the gateway: writes what each of them leaves of a transmission. */
export class Stages {
  constructor(private readonly dataSource: DataSource) {}

  /** The normaliser read a run. */
  async normalised(transmissionId: string, items: number, run = 0): Promise<void> {
    await this.dataSource.query(
      `insert into normaliser.results (transmission_id, run, charset, profile, profile_hash, items, refused, skipped)
       values ($1, $2, 'utf-8', 'test', '', $3, 0, 0)`,
      [transmissionId, run, items],
    );
  }

  /** An item was refused; by the deduplicator when `table` says so. Returns the entry's id. */
  async refused(
    transmissionId: string,
    options: {
      index?: number;
      run?: number;
      code?: string;
      provider?: string;
      state?: 'open' | 'skipped';
      table?: 'normaliser' | 'truth';
    } = {},
  ): Promise<string> {
    const quarantineId = newId();
    const provider = options.provider ?? 'nordwire';
    await this.dataSource.query(
      `insert into ${options.table ?? 'normaliser'}.quarantine
         (quarantine_id, transmission_id, run, item_index, feed, provider, code, detail, raw_excerpt, state)
       values ($1, $2, $3, $4, $5, $5, $6, 'the tag is not closed', '<item>', $7)`,
      [
        quarantineId,
        transmissionId,
        options.run ?? 0,
        options.index ?? 0,
        provider,
        options.code ?? 'xml_broken',
        options.state ?? 'open',
      ],
    );
    return quarantineId;
  }

  /** The deduplicator decided on an item. */
  async filed(
    transmissionId: string,
    outcome: Outcome,
    options: { index?: number; run?: number; story?: string; revision?: number } = {},
  ): Promise<{ dispatchId: string; storyId: string }> {
    const { index = 0, run = 0, revision = 1 } = options;
    const dispatchId = dispatchIdOf(transmissionId, run, index);
    const storyId = storyIdOf('nordwire', options.story ?? transmissionId);
    await this.dataSource.query(
      `insert into truth.stories (story_id, provider, feed, revision, group_id, status, snapshot, updated_at)
       values ($1, 'nordwire', 'nordwire', $2, $1, 'usable', '{}', now())
       on conflict (story_id) do update set revision = excluded.revision`,
      [storyId, revision],
    );
    await this.dataSource.query(
      `insert into truth.filings
         (dispatch_id, transmission_id, item_index, run, story_id, provider, feed, received_at, signal, standing,
          reinstates, version_key, content_hash, typography, sketch, sketch_of, names, targets, notice, live, outcome,
          reason, decided_at)
       values ($1, $2, $3, $4, $5, 'nordwire', 'nordwire', now(), 'new', 'usable', false, '', $6, 0, '{}', 0, '{}',
         '{}', false, true, $7, 'because', now())`,
      [dispatchId, transmissionId, index, run, storyId, Buffer.from(sha256(dispatchId), 'hex'), outcome],
    );
    return { dispatchId, storyId };
  }

  /** The indexer wrote a revision of a story. */
  async indexed(storyId: string, revision: number, status = 'usable'): Promise<void> {
    await this.dataSource.query(
      `insert into search.documents
         (story_id, revision, status, group_id, original_killed, provider, feed, signal, categories, subjects, item_uri,
          version_created, received_at, sort_at)
       values ($1, $2, $3, $1, false, 'nordwire', 'nordwire', 'new', '{}', '{}', 'urn:x', now(), now(), now())
       on conflict (story_id) do update set revision = excluded.revision, status = excluded.status`,
      [storyId, revision, status],
    );
  }

  /** The publisher noted a delivery of a dispatch. */
  async delivery(storyId: string, dispatchId: string, state: 'pending' | 'sent' | 'failed'): Promise<void> {
    const id = newId();
    await this.dataSource.query(
      `insert into publisher.deliveries
         (delivery_id, event_id, destination, story_id, dispatch_id, revision, event_type, is_recall, state)
       values ($1, $1, 'cms', $2, $3, 1, 'wire.story.created.v1', false, $4)`,
      [id, storyId, dispatchId, state],
    );
  }
}
