import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** One signing secret of a destination; it signs until `expiresAt`. ISO instants. */
export interface DestinationSecret {
  readonly secret: string;
  readonly createdAt: string;
  /** Null = until it is replaced. */
  readonly expiresAt: string | null;
}

/** How long a replaced secret goes on signing beside its successor, unless said otherwise. */
export const defaultOverlapHours = 24;

const prefix = 'whsec_';
/** Key lengths that Standard Webhooks allows. */
const minBytes = 24;
const maxBytes = 64;

/** A new secret of 32 random bytes, in the form of Standard Webhooks. */
export function newSecret(): string {
  return prefix + randomBytes(32).toString('base64');
}

/** Whether a text is a secret in the form of Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
export function isSecret(text: string): boolean {
  if (!text.startsWith(prefix)) return false;
  const encoded = text.slice(prefix.length);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return false;
  const key = Buffer.from(encoded, 'base64');
  return key.toString('base64') === encoded && key.length >= minBytes && key.length <= maxBytes;
}

/** The first secret of a destination. */
export function firstSecret(secret: string, now: Date): DestinationSecret[] {
  return [{ secret, createdAt: now.toISOString(), expiresAt: null }];
}

/**
 * Puts a new secret in front; the one it replaces signs along until the overlap ends, older ones end now, so that
 * never more than two are active.
 */
export function rotateSecrets(
  secrets: readonly DestinationSecret[],
  secret: string,
  now: Date,
  overlapHours: number,
): DestinationSecret[] {
  const [current] = secrets;
  const ends = new Date(now.getTime() + overlapHours * 3_600_000).toISOString();
  const former = current && overlapHours > 0 ? [{ ...current, expiresAt: ends }] : [];
  return [...firstSecret(secret, now), ...former];
}

/** The secrets that sign at an instant, newest first. */
export function activeSecrets(secrets: readonly DestinationSecret[], now: Date): DestinationSecret[] {
  return secrets.filter(({ expiresAt }) => expiresAt === null || Date.parse(expiresAt) > now.getTime());
}

/**
 * The headers that sign a body per Standard Webhooks, one signature per active secret. The signature covers the
 * bytes as they are sent; `id` has no dot and stays the same through all attempts.
 */
export function signatureHeaders(
  id: string,
  at: Date,
  body: Buffer,
  secrets: readonly DestinationSecret[],
): Record<string, string> {
  const signatures = activeSecrets(secrets, at).map(({ secret }) => new Webhook(secret).sign(id, at, body));
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': signatures.join(' '),
  };
}
