import { IANAZone } from 'luxon';

const day = 86_400_000;
const minute = 60_000;

/** Whether the runtime knows an IANA zone of this name. */
export function isZone(zone: string): boolean {
  return IANAZone.isValidZone(zone);
}

/**
 * The instant at which clocks of a zone show a local time, in milliseconds. A time that summer time skips is moved
 * forward by the gap; a time that comes twice is the earlier or the later one as asked. Independent of the zone of
 * this process.
 */
export function instantOfLocal(localMillis: number, zone: string, ambiguity: 'earlier' | 'later'): number {
  const clock = IANAZone.create(zone);
  const before = clock.offset(localMillis - day);
  const after = clock.offset(localMillis + day);
  const fitting = [before, after]
    .filter((offset) => clock.offset(localMillis - offset * minute) === offset)
    .map((offset) => localMillis - offset * minute);
  if (fitting.length === 0) return localMillis - before * minute;
  return ambiguity === 'earlier' ? Math.min(...fitting) : Math.max(...fitting);
}
