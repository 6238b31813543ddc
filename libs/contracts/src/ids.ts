import { createHash } from 'node:crypto';
import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';

/** The namespace of all name-based ids of wiredesk. Changing it would change every storyId: never do. */
const namespace = '8f0c7b0e-5a0e-5f0b-9d5f-2f6d1c3a4b10';

function named(...parts: string[]): string {
  return uuidv5(JSON.stringify(parts), namespace);
}

/** UUIDv5 of a provider and its own story key: the same in any process, at any time. */
export function storyIdOf(provider: string, storyKey: string): string {
  return named('story', provider, storyKey);
}

/** Id of the group whose text has this key. */
export function groupIdOf(textKey: string): string {
  return named('group', textKey);
}

/** Id of the item at a place of a transmission, in one run of the normaliser: a repeat gives the same id. */
export function dispatchIdOf(transmissionId: string, run: number, index: number): string {
  return named('dispatch', transmissionId, String(run), String(index));
}

/** A new time-ordered id (UUIDv7). */
export function newId(): string {
  return uuidv7();
}

/** Lower-case hex SHA-256. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
