import type { NinjsItem } from '#contracts';
import { xhtml, xhtmlOfText } from '../html/index.js';

/** The main body as XHTML; undefined when the item has none. */
export function bodyXhtml({ bodies }: Pick<NinjsItem, 'bodies'>): string | undefined {
  const body = bodies?.find(({ role }) => role === 'main') ?? bodies?.[0];
  if (body === undefined) return undefined;
  const written = body.contentType === 'text/plain' ? xhtmlOfText(body.value) : xhtml(body.value);
  return written === '' ? undefined : written;
}
