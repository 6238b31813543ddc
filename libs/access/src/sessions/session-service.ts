import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { newId, ProblemError } from '#contracts';
import { AccessChanges } from '../access-changes.js';
import { CachedLookup } from '../cached-lookup.js';
import { hashOf } from '../keys/api-key.js';
import { KeyService } from '../keys/key-service.js';
import { hasScope, type Reader } from '../reader.js';
import type { Scope } from '../scopes.js';

/** How long a session lasts. */
export const sessionMs = 14 * 86_400_000;
/** How long the link of the start banner works, when it was not used. */
const signInMs = 3_600_000;
const trustMs = 5_000;

/** What the page needs; it never gets more, whatever key opened the session. */
const pageScopes: readonly Scope[] = ['search:read', 'ops:read'];

interface SessionRow {
  readonly session_id: string;
  readonly scopes: Scope[];
  readonly providers: string[] | null;
  readonly expires_at: Date;
}

/** Sessions of the page: opened by a one-time link or by a key, kept in the database so that restarts sign nobody out. */
@Injectable()
export class SessionService {
  private readonly known: CachedLookup<SessionRow>;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(AccessChanges) private readonly changes: AccessChanges,
    @Inject(KeyService) private readonly keys: KeyService,
  ) {
    this.known = new CachedLookup((hash) => this.find(Buffer.from(hash, 'hex')), trustMs);
    changes.onChange(() => this.known.clear());
  }

  /** A token for one sign-in, good for an hour: the link is `/session?token=…`. */
  async createSignInToken(): Promise<string> {
    const token = newToken();
    await this.dataSource.query('delete from access.sign_in_tokens where expires_at < now()');
    await this.dataSource.query('insert into access.sign_in_tokens (hash, expires_at) values ($1, $2)', [
      hashOf(token),
      new Date(Date.now() + signInMs),
    ]);
    return token;
  }

  /** Trades a sign-in token for a session token; it works once. Throws `key_unknown`. */
  async redeem(signInToken: string): Promise<string> {
    const [used] = await this.dataSource.query<[unknown[], number]>(
      'delete from access.sign_in_tokens where hash = $1 and expires_at > now() returning 1',
      [hashOf(signInToken)],
    );
    if (used.length === 0) {
      throw new ProblemError(
        'key_unknown',
        'This sign-in link was used, or is too old. Open / and sign in with a key.',
      );
    }
    return this.open({ scopes: pageScopes, providers: null, keyId: null });
  }

  /** Opens a session with an API key; it reads what the key may read, and ends with it. Throws as the key's check does. */
  async openWithKey(key: string): Promise<string> {
    const reader = await this.keys.authenticate(key);
    const scopes = pageScopes.filter((scope) => hasScope(reader, scope));
    if (scopes.length === 0) throw new ProblemError('scope_missing', 'This key may not read.');
    return this.open({
      scopes,
      providers: reader.providers === '*' ? null : reader.providers,
      keyId: reader.keyId,
    });
  }

  /** Who a session belongs to. Throws `key_unknown` when it ended. */
  async authenticate(token: string): Promise<Reader> {
    const row = await this.known.get(hashOf(token).toString('hex'));
    if (!row || row.expires_at.getTime() <= Date.now()) {
      throw new ProblemError('key_unknown', 'The session has ended; sign in again.');
    }
    return { keyId: row.session_id, scopes: row.scopes, providers: row.providers ?? '*', via: 'session' };
  }

  /** Ends a session, in all processes. */
  async end(token: string): Promise<void> {
    await this.changes.change('sessions', (manager) =>
      manager.query('delete from access.sessions where hash = $1', [hashOf(token)]),
    );
  }

  private async open(session: {
    scopes: readonly Scope[];
    providers: readonly string[] | null;
    keyId: string | null;
  }): Promise<string> {
    const token = newToken();
    await this.dataSource.query('delete from access.sessions where expires_at < now()');
    await this.dataSource.query(
      `insert into access.sessions (hash, session_id, key_id, scopes, providers, expires_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [
        hashOf(token),
        newId(),
        session.keyId,
        session.scopes,
        session.providers,
        new Date(Date.now() + sessionMs),
      ],
    );
    return token;
  }

  private async find(hash: Buffer): Promise<SessionRow | null> {
    const rows: SessionRow[] = await this.dataSource.query(
      `select session.session_id, session.scopes, session.providers,
         least(session.expires_at, key.expires_at) as expires_at
       from access.sessions as session left join access.api_keys as key using (key_id)
       where session.hash = $1 and key.revoked_at is null`,
      [hash],
    );
    return rows[0] ?? null;
  }
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}
