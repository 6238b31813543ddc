import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { WiredeskError } from '#contracts';
import type { DeskFile } from './desk-file.js';

/** Advisory lock that says "a desk runs on this database"; it lives as long as the desk's connection. */
const deskLock = 7_271_002;
/** After a kill -9 the server needs a moment to see that the old desk's connection is gone. */
const patienceMs = 5_000;

/**
 * Makes this process the one desk of its database. Throws WiredeskError `desk_running` when another one is.
 * A lock in the database cannot go stale: when its holder dies, however it dies, the server lets it go.
 */
export async function lockDesk(
  databaseUrl: string,
  former: DeskFile | undefined,
): Promise<{ release(): Promise<void> }> {
  const client = new Client({
    connectionString: databaseUrl,
    application_name: 'wiredesk desk lock',
    keepAlive: true,
  });
  // the services notice a lost database by themselves; a lost lock connection must not crash the process by itself
  client.on('error', () => undefined);
  await client.connect();
  const deadline = Date.now() + (former && isAlive(former.pid) ? 0 : patienceMs);
  for (;;) {
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [
      deskLock,
    ]);
    if (rows[0]?.held) return { release: () => client.end() };
    if (Date.now() >= deadline) break;
    await sleep(100);
  }
  await client.end();
  const where = former ? ` at ${former.url} (process ${former.pid})` : '';
  throw new WiredeskError('desk_running', `a desk already runs on this data${where}`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
