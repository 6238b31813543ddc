import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Reader } from '#access';
import { ProblemError, RetriableError } from '#contracts';
import { EventBus, type Lag } from '#events';
import { loadEventData } from '#store';

/** One feed as operators see it. */
export interface FeedStatus {
  readonly id: string;
  readonly provider: string;
  readonly enabled: boolean;
  readonly lastReceivedAt: string | null;
  readonly lastHour: number;
  readonly last24Hours: number;
  readonly quarantineOpen: number;
}

/** `GET /v1/ops/status`. */
export interface OpsStatus {
  readonly uptimeSeconds: number;
  readonly store: { readonly postgres: string; readonly migration: string };
  readonly transmissions: { readonly lastHour: number; readonly last24Hours: number };
  readonly quarantine: { readonly open: number };
  readonly feeds: readonly FeedStatus[];
  /** Whether the event bus answers. */
  readonly bus: { readonly ok: boolean; readonly detail: string | null };
  /** How far each consumer is behind; on Kafka by partition. */
  readonly consumers: readonly Lag[];
}

interface FeedStatusRow {
  readonly feed: string;
  readonly provider: string;
  readonly enabled: boolean;
  readonly last_received_at: Date | null;
  readonly last_hour: number;
  readonly last_24_hours: number;
  readonly quarantine_open: number;
}

/** How the whole is: feeds, counts, what waits. */
@Injectable()
export class OpsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(EventBus) private readonly bus: EventBus,
  ) {}

  /** Feeds and counts of the providers that the reader may read. */
  async status(reader: Reader): Promise<OpsStatus> {
    const [store, feeds, { consumers, ...bus }] = await Promise.all([
      this.store(),
      this.feeds(reader),
      this.consumers(),
    ]);
    return {
      uptimeSeconds: Math.floor(process.uptime()),
      store,
      transmissions: {
        lastHour: sum(feeds.map((feed) => feed.lastHour)),
        last24Hours: sum(feeds.map((feed) => feed.last24Hours)),
      },
      quarantine: { open: sum(feeds.map((feed) => feed.quarantineOpen)) },
      feeds,
      bus,
      consumers,
    };
  }

  /** Throws `not_found`, also when a newer event of the key took its place. */
  async eventData(id: string): Promise<Buffer> {
    const data = (await loadEventData(this.dataSource, [id])).get(id);
    if (data) return data;
    throw new ProblemError(
      'not_found',
      data === null ? 'A newer event took the place of this one.' : 'No event data has this id.',
    );
  }

  /** Feeds and counts are worth telling also while the broker is away. */
  private async consumers(): Promise<OpsStatus['bus'] & Pick<OpsStatus, 'consumers'>> {
    try {
      return { ok: true, detail: null, consumers: await this.bus.lag('all') };
    } catch (error) {
      if (!(error instanceof RetriableError)) throw error;
      return { ok: false, detail: error.message, consumers: [] };
    }
  }

  private async store(): Promise<OpsStatus['store']> {
    const [row] = await this.dataSource.query<[OpsStatus['store']]>(
      `select current_setting('server_version') as postgres,
         (select name from schema_migrations order by timestamp desc, id desc limit 1) as migration`,
    );
    return row;
  }

  private async feeds(reader: Reader): Promise<FeedStatus[]> {
    const rows: FeedStatusRow[] = await this.dataSource.query(
      `select feed.feed, feed.provider, feed.enabled, last.at as last_received_at,
         recent.last_hour, recent.last_24_hours, refused.quarantine_open
       from gateway.feeds as feed
       cross join lateral (
         select max(received_at) as at from gateway.transmissions where transmissions.feed = feed.feed) as last
       cross join lateral (
         select count(*)::int as last_24_hours,
           count(*) filter (where received_at > now() - interval '1 hour')::int as last_hour
         from gateway.transmissions
         where transmissions.feed = feed.feed and received_at > now() - interval '24 hours') as recent
       cross join lateral (
         select (select count(*) from normaliser.quarantine as entry where entry.feed = feed.feed and state = 'open')::int
           + (select count(*) from truth.quarantine as entry where entry.feed = feed.feed and state = 'open')::int
           as quarantine_open) as refused
       where $1::text[] is null or feed.provider = any($1)
       order by feed.feed`,
      [reader.providers === '*' ? null : reader.providers],
    );
    return rows.map((row) => ({
      id: row.feed,
      provider: row.provider,
      enabled: row.enabled,
      lastReceivedAt: row.last_received_at?.toISOString() ?? null,
      lastHour: row.last_hour,
      last24Hours: row.last_24_hours,
      quarantineOpen: row.quarantine_open,
    }));
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
