import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { isStoreFault } from '#contracts';
import { createDataSource } from '../data-source.js';
import { LeaseRegistry } from './lease-registry.js';

/**
 * A process that keeps a lease, for tests that freeze and kill it: `URL NAME`. Tells `held` and `lost`. For each line
 * `write` on its input it puts its name into `probe` in a transaction with the lease asserted, after it has told `inside`
 * and slept half a second there; tells `wrote`, `lease_lost`, `broken off` for another fault that passes, or the error.
 */
const [url = '', name = ''] = process.argv.slice(2);
const dataSource = await createDataSource({ url, poolSize: 4, applicationName: name }).initialize();
const leases = new LeaseRegistry(dataSource, { onTrouble: () => undefined });
const tell = (word: string) => process.stdout.write(`${word}\n`);

const kept = leases.keep('work', async (signal) => {
  tell('held');
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  tell('lost');
});

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'write') await write().catch((error: Error & { code?: string }) => tell(nameOf(error)));
}
await kept.stop();
await dataSource.destroy();

async function write(): Promise<void> {
  await dataSource.transaction(async (manager) => {
    await leases.lease('work').assertHeld(manager);
    await manager.query('select pg_advisory_xact_lock(1)');
    tell('inside');
    await sleep(500);
    await manager.query('insert into probe (holder) values ($1)', [name]);
  });
  tell('wrote');
}

function nameOf(error: Error & { code?: string }): string {
  if (error.code === 'lease_lost') return error.code;
  return isStoreFault(error) ? 'broken off' : String(error);
}
