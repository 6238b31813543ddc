/** A place in the event log: transaction id, then position inside it. Both are 64-bit, so they stay strings. */
export interface LogPosition {
  readonly xid: string;
  readonly position: string;
}

/** Before the first event. */
export const beginning: LogPosition = { xid: '0', position: '0' };

const form = /^(\d{1,20})-(\d{1,19})$/;

/** The outer form, for instance `981-44012`: fits SSE ids and cursors. */
export function printPosition(place: LogPosition): string {
  return `${place.xid}-${place.position}`;
}

/** Reads the outer form; undefined when it is none. */
export function readPosition(text: string): LogPosition | undefined {
  const [, xid, position] = form.exec(text) ?? [];
  return xid === undefined || position === undefined ? undefined : { xid, position };
}

/** Negative when `a` lies before `b`. */
export function comparePositions(a: LogPosition, b: LogPosition): number {
  const byXid = BigInt(a.xid) - BigInt(b.xid);
  const difference = byXid === 0n ? BigInt(a.position) - BigInt(b.position) : byXid;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
