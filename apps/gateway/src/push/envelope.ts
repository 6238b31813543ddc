import type { IncomingHttpHeaders } from 'node:http';
import { cleanString, ProblemError } from '#contracts';

/** What came with the bytes of a transmission. */
export interface Envelope {
  readonly contentType: string | null;
  readonly filename: string | null;
  /** Headers worth keeping for whoever looks into a transmission later; never credentials. */
  readonly headers: Readonly<Record<string, string>>;
}

const kept = new Set([
  'content-type',
  'content-encoding',
  'content-disposition',
  'content-language',
  'content-location',
  'date',
  'last-modified',
  'link',
  'user-agent',
  'webhook-id',
  'webhook-timestamp',
]);
/** Agencies put facts of their own into `X-` headers; those of proxies and those that may hold secrets stay out. */
const keptExtension =
  /^x-(?!.*(?:auth|cookie|forward|key|password|real-ip|request-id|secret|session|sign|token))/;
const mostHeaders = 40;
const longestValue = 1_000;
const longestName = 255;
const ascii = /^[\x20-\x7e]*$/;

/** Reads the envelope of a push from its headers; text is clean of what PostgreSQL refuses. */
export function envelopeOf(headers: IncomingHttpHeaders): Envelope {
  const contentType = headers['content-type'];
  const disposition = headers['content-disposition'];
  return {
    contentType: contentType ? cut(utf8(contentType), longestName) : null,
    filename: disposition ? filenameOf(utf8(disposition)) : null,
    headers: Object.fromEntries(
      Object.entries(headers)
        .filter(([name]) => kept.has(name) || keptExtension.test(name))
        .slice(0, mostHeaders)
        .map(([name, value]) => [name, cut(utf8(String(value)), longestValue)]),
    ),
  };
}

/**
 * The `Idempotency-Key` of a request, quoted as the IETF draft has it (draft-ietf-httpapi-idempotency-key-header) or
 * bare. Throws `request_invalid` for one that is no key.
 */
export function idempotencyKeyOf(headers: IncomingHttpHeaders): string | null {
  const header = headers['idempotency-key'];
  if (header === undefined) return null;
  const text = String(header).trim();
  const quoted = /^"((?:[^"\\]|\\["\\])*)"$/.exec(text)?.[1]?.replace(/\\(["\\])/g, '$1');
  const key = quoted ?? text;
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw new ProblemError(
      'request_invalid',
      'Idempotency-Key must have 1 to 255 printable ASCII characters.',
    );
  }
  return key;
}

/** RFC 6266, with the encoded form (RFC 8187) first; only the last part of a path is kept. */
function filenameOf(disposition: string): string | null {
  const encoded = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
  const quoted = /;\s*filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1]?.replace(/\\(.)/g, '$1');
  const bare = /;\s*filename\s*=\s*([^";\s][^;]*)/i.exec(disposition)?.[1];
  const name = (decoded(encoded) ?? quoted ?? bare ?? '').split(/[/\\]/).at(-1)?.trim();
  return name ? cut(name, longestName) : null;
}

function decoded(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    // not UTF-8: the plain form of the name, if there is one, must do
    return undefined;
  }
}

/** Node gives header bytes as Latin-1; senders mostly mean UTF-8. */
function utf8(header: string): string {
  if (ascii.test(header)) return header;
  const text = Buffer.from(header, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? header : text;
}

/** Cut between code points, and cleaned. */
function cut(text: string, length: number): string {
  return cleanString(text.slice(0, length));
}
