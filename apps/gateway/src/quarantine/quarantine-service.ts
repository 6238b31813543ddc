import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog, type Reader } from '#access';
import { ProblemError } from '#contracts';
import { ReplayService } from '../archive/replay-service.js';
import { cursorOf, placeOf } from './quarantine-cursor.js';
import type { ListQuarantine, ReplayQuarantine } from './quarantine-schemas.js';

/** One thing that was refused, and why. */
export interface QuarantineEntry {
  readonly id: string;
  readonly transmissionId: string;
  readonly run: number;
  /** Place of the item in its transmission; null = the whole. */
  readonly itemIndex: number | null;
  readonly feed: string;
  readonly provider: string;
  readonly format: string | null;
  readonly code: string;
  readonly detail: string;
  readonly state: string;
  readonly createdAt: string;
  /** Where the bytes are. */
  readonly raw: string;
}

/** With what helps to mend it. */
export interface QuarantineDetail extends QuarantineEntry {
  /** Beginning of the bytes, as text. */
  readonly excerpt: string | null;
  /** Where our own code failed; null when the copy is to blame. */
  readonly stack: string | null;
}

export interface QuarantineReplay {
  readonly transmissions: number;
  readonly entries: number;
}

interface Row {
  readonly quarantine_id: string;
  readonly transmission_id: string;
  readonly run: number;
  readonly item_index: number | null;
  readonly feed: string;
  readonly provider: string;
  readonly format: string | null;
  readonly code: string;
  readonly detail: string;
  readonly state: string;
  readonly created_at: string;
  readonly stack?: string | null;
  readonly raw_excerpt?: string | null;
}

const columns = `quarantine_id, transmission_id, run, item_index, feed, provider, format, code, detail, state,
  to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as created_at`;

/** What the normaliser could not read and what the deduplicator could not place stand in tables of their own. */
const quarantineTables = ['normaliser.quarantine', 'truth.quarantine'] as const;
const everyEntry = `(${quarantineTables
  .map(
    (
      table,
    ) => `select quarantine_id, transmission_id, run, item_index, feed, provider, format, code, detail, state,
      stack, raw_excerpt, created_at from ${table}`,
  )
  .join(' union all ')}) as quarantine`;

/** Transmissions of one transaction. */
const chunkSize = 500;

/** What was refused: looked at, normalised again after a mend, or put aside. */
@Injectable()
export class QuarantineService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ReplayService) private readonly replays: ReplayService,
    @Inject(AuditLog) private readonly audit: AuditLog,
  ) {}

  /** Newest first, of providers that the reader may read. Throws `cursor_invalid`. */
  async list(
    query: ListQuarantine,
    reader: Reader,
  ): Promise<{ entries: QuarantineEntry[]; cursor: string | null }> {
    const [at, id] = query.cursor === undefined ? [null, null] : placeOf(query.cursor);
    const rows: Row[] = await this.dataSource.query(
      `select ${columns} from ${everyEntry}
       where state = $1 and ($2::text is null or feed = $2) and ($3::text is null or provider = $3)
         and ($4::text is null or code = $4) and ($5::uuid is null or transmission_id = $5)
         and ($6::text[] is null or provider = any($6))
         and ($7::timestamptz is null or (created_at, quarantine_id) < ($7, $8::uuid))
       order by quarantine.created_at desc, quarantine_id desc limit $9`,
      [
        query.state,
        query.feed ?? null,
        query.provider ?? null,
        query.code ?? null,
        query.transmissionId ?? null,
        providersOf(reader),
        at,
        id,
        query.limit + 1,
      ],
    );
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    const more = rows.length > query.limit && last !== undefined;
    return {
      entries: page.map(entryOf),
      cursor: more ? cursorOf(last.created_at, last.quarantine_id) : null,
    };
  }

  /** Throws `not_found`. */
  async show(id: string, reader: Reader): Promise<QuarantineDetail> {
    const rows: Row[] = await this.dataSource.query(
      `select ${columns}, stack, raw_excerpt from ${everyEntry}
       where quarantine_id = $1 and ($2::text[] is null or provider = any($2))`,
      [id, providersOf(reader)],
    );
    const [row] = rows;
    if (!row) throw unknownEntry();
    return { ...entryOf(row), excerpt: row.raw_excerpt ?? null, stack: row.stack ?? null };
  }

  /** Normalises the entry's whole transmission again. Throws `not_found`. */
  async replayOne(id: string, reader: Reader): Promise<QuarantineReplay> {
    const { transmissionId } = await this.show(id, reader);
    return this.replayTransmissions([transmissionId], reader.keyId);
  }

  /** Normalises again whatever has open entries that fit the selection. */
  async replay(selection: ReplayQuarantine, reader: Reader): Promise<QuarantineReplay> {
    const rows: { transmission_id: string }[] = await this.dataSource.query(
      `select distinct transmission_id from ${everyEntry}
       where state = 'open' and ($1::text is null or feed = $1) and ($2::text is null or code = $2)
         and ($3::text[] is null or provider = any($3))
       order by transmission_id`,
      [selection.feed ?? null, selection.code ?? null, providersOf(reader)],
    );
    const total = { transmissions: 0, entries: 0 };
    for (let start = 0; start < rows.length; start += chunkSize) {
      const ids = rows.slice(start, start + chunkSize).map((row) => row.transmission_id);
      const done = await this.replayTransmissions(ids, reader.keyId);
      total.transmissions += done.transmissions;
      total.entries += done.entries;
    }
    return total;
  }

  /** Puts an open entry aside. Throws `not_found`; `state_conflict` when it is not open. */
  async dismiss(id: string, reader: Reader): Promise<QuarantineDetail> {
    await this.show(id, reader);
    await this.dataSource.transaction(async (manager) => {
      if ((await close(manager, 'quarantine_id = $1', id, 'dismissed')) === 0) {
        throw new ProblemError('state_conflict', 'Only an open entry can be dismissed.');
      }
      await this.audit.record(manager, { actor: reader.keyId, action: 'quarantine.dismissed', subject: id });
    });
    return this.show(id, reader);
  }

  private replayTransmissions(ids: readonly string[], actor: string): Promise<QuarantineReplay> {
    return this.dataSource.transaction(async (manager) => {
      const reruns = await this.replays.rerun(manager, ids, false);
      const entries = await close(manager, 'transmission_id = any($1::uuid[])', ids, 'replayed');
      for (const { transmissionId, run } of reruns) {
        await this.audit.record(manager, {
          actor,
          action: 'quarantine.replayed',
          subject: transmissionId,
          detail: { run },
        });
      }
      return { transmissions: reruns.length, entries };
    });
  }
}

/** Gives open entries their last state; returns how many there were. */
async function close(
  manager: EntityManager,
  condition: string,
  value: unknown,
  state: 'replayed' | 'dismissed',
): Promise<number> {
  let closed = 0;
  for (const table of quarantineTables) {
    const [, count] = await manager.query<[unknown, number]>(
      `update ${table} set state = $2 where ${condition} and state = 'open'`,
      [value, state],
    );
    closed += count;
  }
  return closed;
}

function providersOf(reader: Reader): readonly string[] | null {
  return reader.providers === '*' ? null : reader.providers;
}

function unknownEntry(): ProblemError {
  return new ProblemError('not_found', 'There is no such quarantine entry.');
}

function entryOf(row: Row): QuarantineEntry {
  return {
    id: row.quarantine_id,
    transmissionId: row.transmission_id,
    run: row.run,
    itemIndex: row.item_index,
    feed: row.feed,
    provider: row.provider,
    format: row.format,
    code: row.code,
    detail: row.detail,
    state: row.state,
    createdAt: row.created_at,
    raw: `/v1/transmissions/${row.transmission_id}/raw`,
  };
}
