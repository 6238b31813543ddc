import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** True while the process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** True when the process is there and its command line has the marker: process ids are given again to others. */
export async function runsWith(pid: number, marker: string): Promise<boolean> {
  return (await processes()).some((row) => row.pid === pid && row.command.includes(marker));
}

/** Sends SIGKILL to a process and all that it started, children first: none of them gets to react. */
export async function killTree(pid: number): Promise<void> {
  const rows = await processes();
  const tree = [pid];
  for (const member of tree) tree.push(...rows.filter((row) => row.parent === member).map((row) => row.pid));
  for (const member of tree.reverse()) signal(member, 'SIGKILL');
  await Promise.all(tree.map((member) => gone(member)));
}

/** Sends a signal; a process that is gone needs none. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Resolves with true when the process has ended, with false when the time is over. */
export async function gone(pid: number, withinMs = 60_000): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(50);
  }
  return true;
}

async function processes(): Promise<ProcessRow[]> {
  const { stdout } = await run('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], { maxBuffer: 16 * 2 ** 20 });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command: command ?? '' }];
  });
}
