import type { DataSource, EntityManager } from 'typeorm';

interface Claim {
  readonly name: string;
  readonly holder: string;
  /** A lease that was not renewed for so long may be taken over. */
  readonly ttlMs: number;
}

/** A transaction of the last holder that cannot be ended holds the claim up no longer than this. */
const patience = '2s';

/** The lease is nobody's, its time has run out, or it is a forgotten term of the one who asks. */
const isFree = `(holder is null or holder = $2 or renewed_at < clock_timestamp() - make_interval(secs => $3))`;

/**
 * Ends the sessions of a holder whose time has run out that are in a transaction with the lease asserted: a frozen
 * process would keep its locks until the session's own limit. Counts them.
 */
const sessionsOfLastHolder = `
  select count(pg_terminate_backend(pid))::int from pg_locks
  where holder is distinct from $2 and locktype = 'advisory' and classid = 7272 and objsubid = 2
    and objid::bigint = (hashtext($1)::bigint & 4294967295) and mode = 'ShareLock' and granted
    and database = (select oid from pg_database where datname = current_database())`;

/**
 * Begins a new term of a lease when it is free; gives its epoch, undefined when another process holds it.
 * All times are the database's. From its commit on, no transaction of an earlier term can commit: those that had
 * asserted the lease ended before, and those that assert it later see the new epoch.
 */
export async function takeLease(dataSource: DataSource, claim: Claim): Promise<string | undefined> {
  const values = [claim.name, claim.holder, claim.ttlMs / 1_000];
  await dataSource.query(
    `insert into bus.leases (name, epoch, renewed_at)
     select $1, 0, clock_timestamp() where not exists (select from bus.leases where name = $1) on conflict do nothing`,
    [claim.name],
  );
  const [free] = await dataSource.query<[{ ended: number }?]>(
    `select (${sessionsOfLastHolder}) as ended from bus.leases where name = $1 and ${isFree}`,
    values,
  );
  if (!free) return undefined;
  return dataSource.transaction(async (manager) => {
    await lockOut(manager, claim.name);
    const [rows] = await manager.query<[{ epoch: string }[], number]>(
      `update bus.leases set holder = $2, epoch = epoch + 1, renewed_at = clock_timestamp()
       where name = $1 and ${isFree} returning epoch`,
      values,
    );
    return rows[0]?.epoch;
  });
}

/** Waits until no transaction has the lease asserted, and lets none assert it until this one ends. */
async function lockOut(manager: EntityManager, name: string): Promise<void> {
  await manager.query(`set local lock_timeout = '${patience}'`);
  await manager.query('select pg_advisory_xact_lock(7272, hashtext($1))', [name]);
}
