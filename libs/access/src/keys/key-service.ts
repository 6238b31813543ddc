import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import { newId, ProblemError } from '#contracts';
import { ApiKeyRow } from '#store';
import { AccessChanges } from '../access-changes.js';
import { AuditLog } from '../audit/audit-log.js';
import { CachedLookup } from '../cached-lookup.js';
import type { Reader } from '../reader.js';
import { scope, type Scope } from '../scopes.js';
import { generateKey, hashOf, prefixOf } from './api-key.js';
import { LastUsed } from './last-used.js';

/** What a new key may do. */
export interface NewKey {
  readonly name?: string | undefined;
  readonly scopes: readonly Scope[];
  /** Needed with `feed:push`. */
  readonly feed?: string | undefined;
  /** Absent = all. */
  readonly providers?: readonly string[] | undefined;
  readonly expiresAt?: Date | undefined;
}

/** A key as it may be shown. */
export interface KeyView {
  readonly id: string;
  readonly prefix: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly feed: string | null;
  readonly providers: '*' | readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
}

/** How long a key is trusted without asking the database, when no notice says otherwise. */
const trustMs = 5_000;
/** Who created the admin key that came from outside. */
const fromEnvironment = 'environment';

/** API keys: made, listed, revoked, and recognised. */
@Injectable()
export class KeyService {
  private readonly known: CachedLookup<ApiKeyRow>;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(AccessChanges) private readonly changes: AccessChanges,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(LastUsed) private readonly lastUsed: LastUsed,
  ) {
    this.known = new CachedLookup((hash) => this.find(Buffer.from(hash, 'hex')), trustMs);
    changes.onChange(() => this.known.clear());
  }

  /** Makes a key and returns its text, this once. */
  async create(key: NewKey, actor: string): Promise<{ key: string; view: KeyView }> {
    if (key.scopes.includes('feed:push') && key.feed === undefined) {
      throw new ProblemError('request_invalid', 'A key with scope feed:push belongs to one feed: name it.');
    }
    const text = generateKey();
    const row = rowOf(text, key, actor);
    await this.changes.change('keys', async (manager) => {
      await manager.insert(ApiKeyRow, row);
      await this.audit.record(manager, {
        actor,
        action: 'key.created',
        subject: row.keyId,
        detail: { prefix: row.prefix, scopes: row.scopes, feed: row.feed, providers: row.providers },
      });
    });
    return { key: text, view: viewOf(row) };
  }

  /** All keys, newest first. */
  async list(): Promise<KeyView[]> {
    const rows = await this.dataSource
      .getRepository(ApiKeyRow)
      .find({ order: { createdAt: 'desc', keyId: 'desc' } });
    return rows.map(viewOf);
  }

  /** Ends a key for good, in all processes. False when there is none, or it was revoked before. */
  async revoke(keyId: string, actor: string): Promise<boolean> {
    return this.changes.change('keys', async (manager) => {
      const { affected } = await manager.update(
        ApiKeyRow,
        { keyId, revokedAt: IsNull() },
        { revokedAt: new Date() },
      );
      if (!affected) return false;
      await this.audit.record(manager, { actor, action: 'key.revoked', subject: keyId });
      return true;
    });
  }

  /**
   * Makes a key that was chosen outside (WIREDESK_ADMIN_KEY, or the desk's own) the admin key; one that was registered
   * so before stops working.
   */
  async registerAdminKey(text: string): Promise<void> {
    const row = rowOf(text, { name: 'admin', scopes: ['admin'] }, fromEnvironment);
    await this.changes.change('keys', async (manager) => {
      await manager.query(
        `update access.api_keys set revoked_at = now()
         where created_by = $1 and hash <> $2 and revoked_at is null`,
        [fromEnvironment, row.hash],
      );
      await manager.query(
        `insert into access.api_keys (key_id, prefix, hash, name, scopes, created_by)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (hash) do update set revoked_at = null, expires_at = null, scopes = excluded.scopes`,
        [row.keyId, row.prefix, row.hash, row.name, row.scopes, row.createdBy],
      );
    });
  }

  /** Who a key belongs to. Throws `key_unknown` (never made, or revoked) or `key_expired`. */
  async authenticate(text: string): Promise<Reader> {
    const row = await this.known.get(hashOf(text).toString('hex'));
    if (!row || row.revokedAt)
      throw new ProblemError('key_unknown', 'This key is not known, or was revoked.');
    if (row.expiresAt && row.expiresAt.getTime() <= Date.now()) {
      throw new ProblemError('key_expired', 'This key has expired.');
    }
    this.lastUsed.note(row.keyId);
    return readerOfRow(row);
  }

  private async find(hash: Buffer): Promise<ApiKeyRow | null> {
    const row = await this.dataSource.getRepository(ApiKeyRow).findOneBy({ hash });
    return row && timingSafeEqual(row.hash, hash) ? row : null;
  }
}

function rowOf(text: string, key: NewKey, actor: string) {
  return {
    keyId: newId(),
    prefix: prefixOf(text),
    hash: hashOf(text),
    name: key.name ?? '',
    scopes: [...key.scopes],
    feed: key.feed ?? null,
    providers: key.providers ? [...key.providers] : null,
    createdBy: actor,
    createdAt: new Date(),
    expiresAt: key.expiresAt ?? null,
    revokedAt: null,
    lastUsedAt: null,
  };
}

function readerOfRow(row: ApiKeyRow): Reader {
  return {
    keyId: row.keyId,
    // a scope that a newer version wrote grants nothing here
    scopes: row.scopes.filter((name): name is Scope => scope.safeParse(name).success),
    providers: row.providers ?? '*',
    via: 'key',
    ...(row.feed === null ? {} : { feed: row.feed }),
  };
}

function viewOf(row: ApiKeyRow): KeyView {
  return {
    id: row.keyId,
    prefix: row.prefix,
    name: row.name,
    scopes: row.scopes,
    feed: row.feed,
    providers: row.providers ?? '*',
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}
