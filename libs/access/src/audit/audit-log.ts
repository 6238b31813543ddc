import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** One thing that somebody changed. */
export interface AuditEntry {
  /** Id of the key or session that acted, or `system`. */
  readonly actor: string;
  /** What was done, `<noun>.<verb>`: `key.created`, `feed.changed`, `quarantine.dismissed` … */
  readonly action: string;
  /** Id of what it was done to. */
  readonly subject: string;
  /** What helps to understand it later; never a secret. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Writes who changed what, inside the transaction of the change: no change without its entry. */
@Injectable()
export class AuditLog {
  async record(manager: Pick<EntityManager, 'query'>, entry: AuditEntry): Promise<void> {
    await manager.query(
      'insert into access.audit (actor, action, subject, detail) values ($1, $2, $3, $4::jsonb)',
      [entry.actor, entry.action, entry.subject, JSON.stringify(entry.detail ?? {})],
    );
  }
}
