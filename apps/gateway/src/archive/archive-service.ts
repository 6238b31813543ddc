import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Reader } from '#access';
import { ProblemError } from '#contracts';
import { readRawTransmissions, type RawTransmission } from '#store';
import { mayReadTransmission } from './transmission-rights.js';

/** A stored transmission, without its bytes. */
export interface TransmissionView {
  readonly transmissionId: string;
  readonly feed: string;
  readonly provider: string;
  readonly receivedAt: string;
  readonly contentType: string | null;
  readonly filename: string | null;
  readonly size: number;
  readonly sha256: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How often it was normalised again. */
  readonly run: number;
  readonly raw: string;
  readonly receipt: string;
}

interface TransmissionRow {
  readonly feed: string;
  readonly provider: string;
  readonly received_at: Date;
  readonly content_type: string | null;
  readonly filename: string | null;
  readonly size: number;
  readonly sha256: string;
  readonly headers: Record<string, string>;
  readonly run: number;
}

/** What was pushed, as it was pushed. */
@Injectable()
export class ArchiveService {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Throws `not_found`, also for a transmission that the reader may not know of. */
  async show(transmissionId: string, reader: Reader): Promise<TransmissionView> {
    const rows: TransmissionRow[] = await this.dataSource.query(
      `select feed, provider, received_at, content_type, filename, size, sha256, headers, run
       from gateway.transmissions where transmission_id = $1`,
      [transmissionId],
    );
    const [row] = rows;
    if (!row || !mayReadTransmission(reader, row)) throw unknownTransmission();
    return {
      transmissionId,
      feed: row.feed,
      provider: row.provider,
      receivedAt: row.received_at.toISOString(),
      contentType: row.content_type,
      filename: row.filename,
      size: row.size,
      sha256: row.sha256,
      headers: row.headers,
      run: row.run,
      raw: `/v1/transmissions/${transmissionId}/raw`,
      receipt: `/v1/receipts/${transmissionId}`,
    };
  }

  /** The bytes; throws as `show` does. */
  async raw(transmissionId: string, reader: Reader): Promise<RawTransmission> {
    await this.show(transmissionId, reader);
    const raw = (await readRawTransmissions(this.dataSource, [transmissionId])).get(transmissionId);
    if (!raw) throw unknownTransmission();
    return raw;
  }
}

export function unknownTransmission(): ProblemError {
  return new ProblemError('not_found', 'There is no such transmission.');
}
