import { z } from 'zod';
import { ProblemError } from '#contracts';

/** The last row of a page. */
export interface LedgerPlace {
  /** As PostgreSQL prints it, to the microsecond. */
  readonly createdAt: string;
  readonly deliveryId: string;
}

const place = z.tuple([
  z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?[+-]\d\d(?::?\d\d){0,2}$/),
  z.string().max(200),
]);

/** The place as an opaque text for clients. */
export function printCursor({ createdAt, deliveryId }: LedgerPlace): string {
  return Buffer.from(JSON.stringify([createdAt, deliveryId])).toString('base64url');
}

/** Reads a cursor. Throws ProblemError `cursor_invalid`. */
export function readCursor(cursor: string): LedgerPlace {
  const parsed = z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown;
      } catch {
        context.addIssue('no JSON');
        return z.NEVER;
      }
    })
    .pipe(place)
    .safeParse(cursor);
  if (!parsed.success) throw new ProblemError('cursor_invalid', 'The cursor is none that was given out.');
  const [createdAt, deliveryId] = parsed.data;
  return { createdAt, deliveryId };
}
