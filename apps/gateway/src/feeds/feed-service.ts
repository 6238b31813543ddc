import { Inject, Injectable } from '@nestjs/common';
import { DataSource, QueryFailedError } from 'typeorm';
import { AccessChanges, AuditLog, CachedLookup, mayReadProvider, type Reader } from '#access';
import { ProblemError } from '#contracts';
import { FeedRow } from '#store';
import type { ChangeFeed, CreateFeed } from './feed-schemas.js';

/** A feed as it may be shown: of secrets only how many there are. */
export interface FeedView {
  readonly id: string;
  readonly provider: string;
  readonly kind: string;
  readonly profile: string | null;
  readonly enabled: boolean;
  readonly signatures: { readonly standardWebhooks: number; readonly superdesk: number };
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** How long a feed is taken as it was without asking the database, when no notice says otherwise. */
const trustMs = 5_000;
const uniqueViolation = '23505';

/** The configured channels. */
@Injectable()
export class FeedService {
  private readonly known: CachedLookup<FeedRow>;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(AccessChanges) private readonly changes: AccessChanges,
    @Inject(AuditLog) private readonly audit: AuditLog,
  ) {
    this.known = new CachedLookup((feed) => this.rows().findOneBy({ feed }), trustMs);
    changes.onChange(() => this.known.clear());
  }

  /** A feed, remembered for seconds: for the path of every push. */
  find(feed: string): Promise<FeedRow | null> {
    return this.known.get(feed);
  }

  /** Throws `already_exists`. */
  async create(feed: CreateFeed, actor: string): Promise<FeedView> {
    const row = {
      feed: feed.id,
      provider: feed.provider,
      kind: feed.kind,
      profile: feed.profile ?? null,
      enabled: true,
      webhookSecrets: feed.signatures?.standardWebhooks ?? [],
      superdeskSecrets: feed.signatures?.superdesk ?? [],
    };
    await this.changes
      .change('feeds', async (manager) => {
        await manager.insert(FeedRow, row);
        await this.audit.record(manager, {
          actor,
          action: 'feed.created',
          subject: row.feed,
          detail: { provider: row.provider, kind: row.kind, profile: row.profile },
        });
      })
      .catch((error: unknown) => {
        if (!isUniqueViolation(error)) throw error;
        throw new ProblemError('already_exists', `There is a feed ${feed.id} already.`, { cause: error });
      });
    return viewOf(await this.row(feed.id));
  }

  /** Feeds of the providers that the reader may read. */
  async list(reader: Reader): Promise<FeedView[]> {
    const rows = await this.rows().find({ order: { feed: 'asc' } });
    return rows.filter((row) => mayReadProvider(reader, row.provider)).map(viewOf);
  }

  /** Throws `feed_unknown`. */
  async show(feed: string, reader: Reader): Promise<FeedView> {
    const row = await this.row(feed);
    if (!mayReadProvider(reader, row.provider)) throw unknownFeed(feed);
    return viewOf(row);
  }

  /** Throws `feed_unknown`. */
  async change(feed: string, change: ChangeFeed, actor: string): Promise<FeedView> {
    const row = await this.row(feed);
    await this.changes.change('feeds', async (manager) => {
      await manager.update(
        FeedRow,
        { feed },
        {
          profile: change.profile === undefined ? row.profile : change.profile,
          enabled: change.enabled ?? row.enabled,
          webhookSecrets: change.signatures?.standardWebhooks ?? row.webhookSecrets,
          superdeskSecrets: change.signatures?.superdesk ?? row.superdeskSecrets,
        },
      );
      const { signatures, ...shown } = change;
      await this.audit.record(manager, {
        actor,
        action: 'feed.changed',
        subject: feed,
        detail: { ...shown, ...(signatures ? { signatures: 'replaced' } : {}) },
      });
    });
    return viewOf(await this.row(feed));
  }

  /** Removes a feed that nothing came through. Throws `feed_unknown`; `state_conflict` when something did. */
  async remove(feed: string, actor: string): Promise<void> {
    await this.row(feed);
    await this.changes.change('feeds', async (manager) => {
      const [used] = await manager.query<[{ used: boolean }]>(
        'select exists (select from gateway.transmissions where feed = $1) as used',
        [feed],
      );
      if (used.used) {
        throw new ProblemError(
          'state_conflict',
          'Copy came through this feed; set "enabled" to false instead.',
        );
      }
      await manager.delete(FeedRow, { feed });
      await this.audit.record(manager, { actor, action: 'feed.removed', subject: feed });
    });
  }

  private async row(feed: string): Promise<FeedRow> {
    const row = await this.rows().findOneBy({ feed });
    if (!row) throw unknownFeed(feed);
    return row;
  }

  private rows() {
    return this.dataSource.getRepository(FeedRow);
  }
}

/** The answer for a feed that is not there, or not for this reader. */
export function unknownFeed(feed: string): ProblemError {
  return new ProblemError('feed_unknown', `There is no feed ${feed.slice(0, 64)}.`);
}

function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { code } = error.driverError as { code?: unknown };
  return code === uniqueViolation;
}

function viewOf(row: FeedRow): FeedView {
  return {
    id: row.feed,
    provider: row.provider,
    kind: row.kind,
    profile: row.profile,
    enabled: row.enabled,
    signatures: { standardWebhooks: row.webhookSecrets.length, superdesk: row.superdeskSecrets.length },
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
