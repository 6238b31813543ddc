import { readFile } from 'node:fs/promises';
import { postgresCpuMs } from '../postgres-cpu.js';

/** A process whose CPU is counted; `tree` counts its children, too. */
export interface Counted {
  readonly name: string;
  readonly pid: number;
  readonly tree?: boolean;
}

/** CPU milliseconds that each process used so far, all threads, by name. Linux only: 0 elsewhere. */
export async function cpuOf(processes: readonly Counted[]): Promise<Map<string, number>> {
  const used = new Map<string, number>();
  for (const { name, pid, tree } of processes) {
    const ms = (tree === true ? await postgresCpuMs(pid) : await ownCpuMs(pid)) ?? 0;
    used.set(name, (used.get(name) ?? 0) + ms);
  }
  return used;
}

/** What was used between two readings, divided by a count of items. */
export function perItem(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  items: number,
): Map<string, number> {
  return new Map([...after].map(([name, ms]) => [name, (ms - (before.get(name) ?? 0)) / items]));
}

async function ownCpuMs(pid: number): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // a clock tick of /proc is ten milliseconds
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
