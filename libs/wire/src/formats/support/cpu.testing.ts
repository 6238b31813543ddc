/** For specs: milliseconds of processor time that a piece of work takes; other processes do not count. */
export function cpuMilliseconds(work: () => void): number {
  const start = process.cpuUsage();
  work();
  return process.cpuUsage(start).user / 1_000;
}
