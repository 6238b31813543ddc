import type { Request } from 'express';
import { ProblemError } from '#contracts';
import type { Scope } from './scopes.js';

/** Who sends a request, and what they may see and do. */
export interface Reader {
  /** Id of the key or of the session. */
  readonly keyId: string;
  readonly scopes: readonly Scope[];
  /** Providers whose copy they may read. */
  readonly providers: '*' | readonly string[];
  /** The one feed that the key belongs to. */
  readonly feed?: string;
  /** `session` = the page's cookie. */
  readonly via: 'key' | 'session';
}

const readers = new WeakMap<Request, Reader>();

/** Remembers who sends a request; the guard's business. */
export function setReader(request: Request, reader: Reader): void {
  readers.set(request, reader);
}

/** Who sends the request, when the guard let one in. */
export function readerOf(request: Request): Reader | undefined {
  return readers.get(request);
}

/** Whether they have one of the scopes. */
export function hasScope(reader: Reader, ...wanted: readonly Scope[]): boolean {
  return reader.scopes.includes('admin') || wanted.some((scope) => reader.scopes.includes(scope));
}

/** Whether they may read a provider's copy. */
export function mayReadProvider(reader: Reader, provider: string): boolean {
  return reader.providers === '*' || reader.providers.includes(provider);
}

/** Throws `feed_forbidden` when their key belongs to another feed. */
export function requireFeed(reader: Reader, feed: string): void {
  if (reader.feed !== undefined && reader.feed !== feed) {
    throw new ProblemError('feed_forbidden', 'This key belongs to another feed.');
  }
}
