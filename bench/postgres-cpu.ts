import { readdir, readFile } from 'node:fs/promises';

/** Clock ticks a second of /proc, the same on every Linux that Node runs on. */
const ticksPerSecond = 100;

/**
 * CPU milliseconds that a PostgreSQL server and its sessions used so far: its own and its children's, dead ones
 * included. Linux only; undefined elsewhere.
 */
export async function postgresCpuMs(postmaster: number): Promise<number | undefined> {
  const own = await statOf(postmaster);
  if (!own) return undefined;
  // utime, stime, cutime, cstime
  let ticks = own.times.reduce((sum, value) => sum + value, 0);
  for (const name of await readdir('/proc')) {
    const child = /^\d+$/.test(name) ? await statOf(Number(name)) : undefined;
    if (child?.parent === postmaster) ticks += child.times[0]! + child.times[1]!;
  }
  return (ticks * 1_000) / ticksPerSecond;
}

async function statOf(pid: number): Promise<{ parent: number; times: number[] } | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  // the name in parentheses may hold blanks
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(fields[1]), times: fields.slice(11, 15).map(Number) };
}
