import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { encodeEvent } from '#contracts';
import { appendEvents } from '#store';
import type { NewTransmission, Stored } from './new-transmission.js';

/** How long an idempotency key answers with its first transmission. */
const idempotencyHours = 24;

interface KnownKey {
  readonly feed: string;
  readonly key: string;
  readonly sha256: string;
  readonly transmission_id: string;
}

/** Writes transmissions and their events, many in one transaction. */
@Injectable()
export class PushStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Stores a batch whole or not at all; the results stand in the batch's order. */
  async write(batch: readonly NewTransmission[]): Promise<Stored[]> {
    return this.dataSource.transaction(async (manager) => {
      const known = await claimKeys(manager, batch);
      const results = batch.map((push): Stored => {
        const first =
          push.idempotencyKey === null ? undefined : known.get(placeOf(push.feed, push.idempotencyKey));
        return first === undefined || first.transmission_id === push.transmissionId
          ? { kind: 'stored', transmissionId: push.transmissionId }
          : { kind: 'repeated', transmissionId: first.transmission_id, sha256: first.sha256 };
      });
      const fresh = batch.filter((_, index) => results[index]?.kind === 'stored');
      await insertTransmissions(manager, fresh);
      await appendEvents(manager, fresh.map(receivedEvent));
      return results;
    });
  }

  /** Forgets idempotency keys that no longer hold. */
  async forgetOldKeys(): Promise<void> {
    await this.dataSource.query(
      'delete from gateway.idempotency_keys where created_at < now() - make_interval(hours => $1)',
      [idempotencyHours],
    );
  }
}

/**
 * Claims the batch's idempotency keys and says whose each of them is. Another transaction that claims the same key is
 * waited for: it becomes the first one, or leaves the key to this one. Keys are claimed in one order everywhere, so
 * that two batches cannot wait for each other.
 */
async function claimKeys(
  manager: EntityManager,
  batch: readonly NewTransmission[],
): Promise<Map<string, KnownKey>> {
  const claims = new Map<string, NewTransmission & { idempotencyKey: string }>();
  for (const push of batch) {
    const { idempotencyKey } = push;
    if (idempotencyKey === null) continue;
    const place = placeOf(push.feed, idempotencyKey);
    if (!claims.has(place)) claims.set(place, { ...push, idempotencyKey });
  }
  if (claims.size === 0) return new Map();
  const claimants = [...claims.values()];
  const feeds = claimants.map((push) => push.feed);
  const keys = claimants.map((push) => push.idempotencyKey);
  await manager.query(
    `insert into gateway.idempotency_keys as known (feed, key, sha256, transmission_id, created_at)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::timestamptz[]) as claim (feed, key)
     order by feed collate "C", key collate "C"
     on conflict (feed, key) do update
       set sha256 = excluded.sha256, transmission_id = excluded.transmission_id, created_at = excluded.created_at
       where known.created_at < excluded.created_at - make_interval(hours => $6)`,
    [
      feeds,
      keys,
      claimants.map((push) => push.sha256),
      claimants.map((push) => push.transmissionId),
      claimants.map((push) => push.receivedAt),
      idempotencyHours,
    ],
  );
  const rows: KnownKey[] = await manager.query(
    `select known.feed, known.key, known.sha256, known.transmission_id
     from gateway.idempotency_keys as known
     join unnest($1::text[], $2::text[]) as claim (feed, key) using (feed, key)`,
    [feeds, keys],
  );
  return new Map(rows.map((row) => [placeOf(row.feed, row.key), row]));
}

/**
 * One statement for all rows. The bodies travel as one binary value that the server cuts up: as an array they would be
 * written in hex, at twice the bytes.
 */
async function insertTransmissions(manager: EntityManager, batch: readonly NewTransmission[]): Promise<void> {
  if (batch.length === 0) return;
  let end = 1;
  const starts = batch.map(({ body }) => {
    const start = end;
    end += body.length;
    return start;
  });
  await manager.query(
    `insert into gateway.transmissions
       (transmission_id, feed, provider, received_at, content_type, filename, headers, sha256, size, body)
     select transmission_id, feed, provider, received_at, content_type, filename, headers::jsonb, sha256, size,
       substring($1::bytea from start for size)
     from unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::text[], $8::text[], $9::text[],
         $10::int[], $11::int[])
       as push (transmission_id, feed, provider, received_at, content_type, filename, headers, sha256, size, start)`,
    [
      Buffer.concat(batch.map(({ body }) => body)),
      batch.map((push) => push.transmissionId),
      batch.map((push) => push.feed),
      batch.map((push) => push.provider),
      batch.map((push) => push.receivedAt),
      batch.map((push) => push.contentType),
      batch.map((push) => push.filename),
      batch.map((push) => JSON.stringify(push.headers)),
      batch.map((push) => push.sha256),
      batch.map((push) => push.body.length),
      starts,
    ],
  );
}

function receivedEvent(push: NewTransmission) {
  return encodeEvent(
    'wire.transmission.received.v1',
    push.transmissionId,
    {
      transmissionId: push.transmissionId,
      feed: push.feed,
      provider: push.provider,
      profile: push.profile,
      contentType: push.contentType,
      filename: push.filename,
      size: push.body.length,
      sha256: push.sha256,
      receivedAt: push.receivedAt.toISOString(),
      run: 0,
      notify: true,
    },
    { source: '/wiredesk/gateway', time: push.receivedAt, traceparent: push.traceparent },
  );
}

function placeOf(feed: string, key: string): string {
  return JSON.stringify([feed, key]);
}
