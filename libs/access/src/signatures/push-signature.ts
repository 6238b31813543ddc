import { createHmac, timingSafeEqual, type BinaryLike } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ProblemError } from '#contracts';

/** Secrets of one feed. Several of a kind while they rotate; an empty list accepts nothing. */
export interface PushSecrets {
  /** Standard Webhooks: `whsec_` and base64. */
  readonly standardWebhooks: readonly string[];
  /** The shared text of Superdesk's and Newsroom's HTTP push. */
  readonly superdesk: readonly string[];
}

/** How far a Standard-Webhooks timestamp may lie from now, before or after. */
const toleranceSeconds = 300;

/** Whether a request claims a push signature. */
export function hasPushSignature(headers: IncomingHttpHeaders): boolean {
  return 'webhook-signature' in headers || 'x-superdesk-signature' in headers;
}

/**
 * Checks a push signature over the bytes of the body as they are, never over something parsed and written anew.
 * - Standard Webhooks (https://www.standardwebhooks.com): HMAC-SHA256 of `id.timestamp.body`, a time window both ways.
 * - `x-superdesk-signature: sha1=<hex>`: HMAC-SHA1 of the body, as superdesk/newsroom's push sends it; it has no time,
 *   so a recorded push can be sent again (it becomes a duplicate).
 *
 * Throws `signature_invalid`.
 */
export function verifyPushSignature(
  headers: IncomingHttpHeaders,
  body: Buffer,
  secrets: PushSecrets,
  now: Date = new Date(),
): void {
  const valid =
    'webhook-signature' in headers
      ? standardWebhookValid(headers, body, secrets.standardWebhooks, now)
      : superdeskValid(headers, body, secrets.superdesk);
  if (!valid)
    throw new ProblemError('signature_invalid', 'The signature does not fit the body and this feed.');
}

/** The library of the standard reads bodies as UTF-8 text; wires also send other bytes, so the HMAC is made here. */
function standardWebhookValid(
  headers: IncomingHttpHeaders,
  body: Buffer,
  secrets: readonly string[],
  now: Date,
): boolean {
  const id = text(headers['webhook-id']);
  const timestamp = text(headers['webhook-timestamp']);
  if (id === '' || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1_000 - Number(timestamp)) > toleranceSeconds) return false;
  const given = text(headers['webhook-signature'])
    .split(' ')
    .filter((signature) => signature.startsWith('v1,'))
    .map((signature) => Buffer.from(signature.slice(3), 'base64'));
  return secrets.some((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    if (key.length === 0) return false;
    const expected = hmac('sha256', key, [`${id}.${timestamp}.`, body]);
    return given.some((signature) => same(signature, expected));
  });
}

function superdeskValid(headers: IncomingHttpHeaders, body: Buffer, secrets: readonly string[]): boolean {
  const match = /^sha1=([0-9a-f]{40})$/i.exec(text(headers['x-superdesk-signature']));
  if (!match?.[1]) return false;
  const given = Buffer.from(match[1], 'hex');
  return secrets.some((secret) => secret !== '' && same(given, hmac('sha1', secret, [body])));
}

function hmac(algorithm: 'sha1' | 'sha256', key: BinaryLike, parts: readonly BinaryLike[]): Buffer {
  const mac = createHmac(algorithm, key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}

/** Constant-time; lengths are no secret. */
function same(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function text(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header : '';
}
