import type { DataSource, EntityManager } from 'typeorm';

/** Stories whose embargo has passed and whose status does not say so yet, the longest passed first. */
export async function overdueEmbargoes(
  manager: EntityManager,
  now: string,
  limit: number,
): Promise<string[]> {
  const rows: { story_id: string }[] = await manager.query(
    `select story_id from truth.stories
     where status = 'embargoed' and embargoed_until is not null and embargoed_until <= $1
     order by embargoed_until limit $2`,
    [now, limit],
  );
  return rows.map((row) => row.story_id);
}

/** The instant at which the next embargo passes; null when none is in force. */
export async function nextEmbargo(dataSource: DataSource): Promise<Date | null> {
  const [row]: { next: Date | null }[] = await dataSource.query(
    `select min(embargoed_until) as next from truth.stories
     where status = 'embargoed' and embargoed_until is not null`,
  );
  return row?.next ?? null;
}

/** For how long, in seconds, an embargo that has passed is held all the same; 0 when none is. */
export async function overdueSeconds(dataSource: DataSource): Promise<number> {
  const next = await nextEmbargo(dataSource);
  return next === null ? 0 : Math.max(0, (Date.now() - next.getTime()) / 1_000);
}
