import { z } from 'zod';
import { ProblemError } from '#contracts';

/** Place in the list: instant in microseconds, as PostgreSQL writes it, and id. */
const place = z.tuple([z.iso.datetime(), z.uuid()]);
export type QuarantinePlace = z.output<typeof place>;

/** An opaque cursor that points behind an entry. */
export function cursorOf(at: string, id: string): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

/** Throws `cursor_invalid`. */
export function placeOf(cursor: string): QuarantinePlace {
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new ProblemError('cursor_invalid', 'This cursor was not given by this list.', { cause });
  }
}
