import type { Dateline } from '#contracts';
import { plainLine } from '../../html/index.js';
import type { ReadContext } from '../../reader.js';
import { datelineOf } from '../../text/index.js';

/**
 * A dateline that stands in a field of its own, beside the text: `Seestadt (NordWire) - `, `INSELPORT (NordWire)`. One
 * that cannot be taken apart is kept as it stands; undefined for an empty field.
 */
export function datelineField(
  raw: string | undefined,
  { profile, receivedAt }: Pick<ReadContext, 'profile' | 'receivedAt'>,
): Dateline | undefined {
  const text = plainLine(raw ?? '');
  if (text === '') return undefined;
  // A dateline is only known as one by the dash and the copy behind it.
  const found = [`${text} X`, `${text} - X`]
    .map((line) => datelineOf(line, profile, receivedAt)?.dateline)
    .find((dateline) => dateline !== undefined);
  return found === undefined ? { text, agencies: [] } : { ...found, text };
}
