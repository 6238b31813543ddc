import { getJson, send } from './client.js';
import { listOf, objectOf } from './json.js';

/** Opens a session for this browser with an API key; the answer sets the cookie. */
export async function signIn(key: string): Promise<void> {
  await send('POST', '/v1/session', { body: { key } });
}

/** Ends the session of this browser. */
export async function signOut(): Promise<void> {
  await send('DELETE', '/v1/session');
}

/** What the session may do, by the names of the scopes. */
export async function sessionScopes(signal: AbortSignal): Promise<ReadonlySet<unknown>> {
  return new Set(listOf(objectOf(await getJson('/v1/session', signal))?.['scopes']));
}
