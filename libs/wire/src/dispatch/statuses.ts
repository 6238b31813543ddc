import type { PubStatus, Signal } from '#contracts';

/** What a status says: one of the ninjs statuses, that the copy is embargoed, or something unknown. */
export type StatusReading = PubStatus | 'embargoed' | 'unknown';

const meanings: Readonly<Record<string, StatusReading>> = {
  '': 'usable',
  usable: 'usable',
  open: 'usable',
  published: 'usable',
  publish: 'usable',
  released: 'usable',
  replaced: 'usable',
  live: 'usable',
  canceled: 'canceled',
  cancelled: 'canceled',
  cancel: 'canceled',
  kill: 'canceled',
  killed: 'canceled',
  deleted: 'canceled',
  recalled: 'canceled',
  withdrawn: 'canceled',
  withheld: 'withheld',
  withhold: 'withheld',
  hold: 'withheld',
  commissioned: 'withheld',
  draft: 'withheld',
  embargoed: 'embargoed',
  embargo: 'embargoed',
};

/** Reads a status in any spelling: `stat:canceled`, `Cancelled`, `http://cv.iptc.org/newscodes/pubstatusg2/usable`. */
export function readStatus(raw: string): StatusReading {
  const word = (raw.trim().split(/[:/#]/).at(-1) ?? '').toLowerCase();
  return Object.hasOwn(meanings, word) ? (meanings[word] ?? 'unknown') : 'unknown';
}

/** The signal that a status stands for, if it stands for one. */
export function signalOfStatus(status: StatusReading | undefined): Signal | undefined {
  if (status === 'canceled') return 'kill';
  return status === 'withheld' ? 'withhold' : undefined;
}
