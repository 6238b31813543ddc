import { createHash, randomBytes } from 'node:crypto';

const prefixLength = 8;

/**
 * A new API key `wd_<prefix>_<secret>`: eight hex digits to tell keys apart by, and 256 random bits. Store its hash,
 * show it once.
 */
export function generateKey(): string {
  return `wd_${randomBytes(prefixLength / 2).toString('hex')}_${randomBytes(32).toString('base64url')}`;
}

/** What is stored of a key or token: enough to know it again, not enough to use it. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest();
}

/** What people see of a key: its prefix, or of one that somebody chose the first digits of its hash. */
export function prefixOf(key: string): string {
  return /^wd_([0-9a-f]{8})_/.exec(key)?.[1] ?? hashOf(key).toString('hex', 0, prefixLength / 2);
}
