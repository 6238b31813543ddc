import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { appendEvents } from '#store';
import type { NormalisedTransmission } from './normalised.js';

/** Writes results, refusals and events of a batch in one transaction; a repeat of the batch writes nothing. */
@Injectable()
export class NormaliserStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async save(batch: readonly NormalisedTransmission[]): Promise<void> {
    if (batch.length === 0) return;
    await this.dataSource.transaction(async (manager) => {
      const fresh: { transmission_id: string; run: number }[] = await manager.query(
        `insert into normaliser.results
           (transmission_id, run, format, charset, profile, profile_hash, items, refused, skipped)
         select * from unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::int[], $9::int[])
         on conflict do nothing
         returning transmission_id, run`,
        [
          batch.map((one) => one.transmission.transmissionId),
          batch.map((one) => one.transmission.run),
          batch.map((one) => one.format),
          batch.map((one) => one.charset),
          batch.map((one) => one.profile.id),
          batch.map((one) => one.profile.hash),
          batch.map((one) => one.items),
          batch.map((one) => one.quarantine.filter((row) => row.state === 'open').length),
          batch.map((one) => one.quarantine.filter((row) => row.state === 'skipped').length),
        ],
      );
      const written = new Set(fresh.map((row) => `${row.transmission_id}/${row.run}`));
      const news = batch.filter(({ transmission }) =>
        written.has(`${transmission.transmissionId}/${transmission.run}`),
      );
      await closeEarlierRuns(manager, news);
      await this.saveQuarantine(manager, news);
      await appendEvents(
        manager,
        news.flatMap((one) => one.events),
      );
    });
  }

  private async saveQuarantine(
    manager: { query(sql: string, parameters: unknown[]): Promise<unknown> },
    batch: readonly NormalisedTransmission[],
  ): Promise<void> {
    const rows = batch.flatMap(({ transmission, quarantine }) =>
      quarantine.map((row) => ({ transmission, ...row })),
    );
    if (rows.length === 0) return;
    await manager.query(
      `insert into normaliser.quarantine
         (quarantine_id, transmission_id, run, item_index, feed, provider, format, code, detail, stack, raw_excerpt, state)
       select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[],
         $9::text[], $10::text[], $11::text[], $12::text[])
       on conflict do nothing`,
      [
        rows.map((row) => row.quarantineId),
        rows.map((row) => row.transmission.transmissionId),
        rows.map((row) => row.transmission.run),
        rows.map((row) => row.itemIndex),
        rows.map((row) => row.transmission.feed),
        rows.map((row) => row.transmission.provider),
        rows.map((row) => row.format),
        rows.map((row) => row.code),
        rows.map((row) => row.detail),
        rows.map((row) => row.stack),
        rows.map((row) => row.rawExcerpt),
        rows.map((row) => row.state),
      ],
    );
  }
}

/** What an earlier run refused is answered by this run: an item is never open in quarantine twice. */
async function closeEarlierRuns(
  manager: { query(sql: string, parameters: unknown[]): Promise<unknown> },
  batch: readonly NormalisedTransmission[],
): Promise<void> {
  const again = batch.map(({ transmission }) => transmission).filter(({ run }) => run > 0);
  if (again.length === 0) return;
  await manager.query(
    `update normaliser.quarantine q set state = 'replayed'
     from unnest($1::uuid[], $2::int[]) as newer (transmission_id, run)
     where q.transmission_id = newer.transmission_id and q.run < newer.run and q.state = 'open'`,
    [again.map(({ transmissionId }) => transmissionId), again.map(({ run }) => run)],
  );
}
