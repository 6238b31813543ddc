import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '#access';
import { encodeEvent } from '#contracts';
import { appendEvents, lockKeys } from '#store';

/** Which transmissions to normalise again; all given conditions hold. */
export interface ReplaySelection {
  readonly feed?: string | undefined;
  /** Received at or after. */
  readonly from?: Date | undefined;
  /** Received before. */
  readonly to?: Date | undefined;
  readonly transmissionIds?: readonly string[] | undefined;
}

/** One new run of a transmission. */
export interface Rerun {
  readonly transmissionId: string;
  readonly run: number;
}

interface RerunRow {
  readonly transmission_id: string;
  readonly feed: string;
  readonly provider: string;
  readonly profile: string | null;
  readonly received_at: Date;
  readonly content_type: string | null;
  readonly filename: string | null;
  readonly size: number;
  readonly sha256: string;
  readonly run: number;
}

/** Transmissions of one transaction. */
const chunkSize = 500;

/**
 * Normalises stored transmissions again: a new run each, with the profile that their feed has now. What comes out are
 * the same versions as before, as new revisions where they differ.
 */
@Injectable()
export class ReplayService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(AuditLog) private readonly audit: AuditLog,
  ) {}

  /** Replays a selection, oldest first, in steps of their own transactions. Returns how many there were. */
  async replaySelection(selection: ReplaySelection, notify: boolean, actor: string): Promise<number> {
    const until = new Date(Math.min(selection.to?.getTime() ?? Infinity, Date.now()));
    let after = '00000000-0000-0000-0000-000000000000';
    let count = 0;
    for (;;) {
      const ids = await this.nextIds(selection, until, after);
      const last = ids.at(-1);
      if (last === undefined) break;
      await this.dataSource.transaction((manager) => this.rerun(manager, ids, notify));
      count += ids.length;
      after = last;
    }
    await this.dataSource.transaction((manager) =>
      this.audit.record(manager, {
        actor,
        action: 'transmissions.replayed',
        subject: selection.feed ?? '*',
        detail: { count, notify, from: selection.from, to: selection.to },
      }),
    );
    return count;
  }

  /** Begins a new run of each transmission, inside the caller's transaction, which has written nothing yet. */
  async rerun(manager: EntityManager, transmissionIds: readonly string[], notify: boolean): Promise<Rerun[]> {
    await lockKeys(manager, transmissionIds);
    const [rows] = await manager.query<[RerunRow[], number]>(
      `update gateway.transmissions as transmission set run = run + 1
       where transmission_id = any($1::uuid[])
       returning transmission_id, feed, provider, received_at, content_type, filename, size, sha256, run,
         (select profile from gateway.feeds as feed where feed.feed = transmission.feed) as profile`,
      [transmissionIds],
    );
    rows.sort((a, b) => (a.transmission_id < b.transmission_id ? -1 : 1));
    await appendEvents(
      manager,
      rows.map((row) => rerunEvent(row, notify)),
    );
    return rows.map((row) => ({ transmissionId: row.transmission_id, run: row.run }));
  }

  private async nextIds(selection: ReplaySelection, until: Date, after: string): Promise<string[]> {
    const rows: { transmission_id: string }[] = await this.dataSource.query(
      `select transmission_id from gateway.transmissions
       where transmission_id > $1 and received_at < $2
         and ($3::text is null or feed = $3)
         and ($4::timestamptz is null or received_at >= $4)
         and ($5::uuid[] is null or transmission_id = any($5))
       order by transmission_id limit $6`,
      [
        after,
        until,
        selection.feed ?? null,
        selection.from ?? null,
        selection.transmissionIds ?? null,
        chunkSize,
      ],
    );
    return rows.map((row) => row.transmission_id);
  }
}

function rerunEvent(row: RerunRow, notify: boolean) {
  return encodeEvent(
    'wire.transmission.received.v1',
    row.transmission_id,
    {
      transmissionId: row.transmission_id,
      feed: row.feed,
      provider: row.provider,
      profile: row.profile,
      contentType: row.content_type,
      filename: row.filename,
      size: row.size,
      sha256: row.sha256,
      receivedAt: row.received_at.toISOString(),
      run: row.run,
      notify,
    },
    { source: '/wiredesk/gateway' },
  );
}
