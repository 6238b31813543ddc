import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  mainHeadline,
  type NinjsItem,
  type Outcome,
  type PubStatus,
  type Signal,
  type StorySnapshot,
  type StoryStatus,
} from '#contracts';
import { compareRank, rankOf } from '#identity';
import { wordDiff, type DiffPart, type SearchReader } from '#search';

/** One version of a story, named by the filing that brought it. */
export interface VersionView {
  readonly dispatchId: string;
  readonly transmissionId: string;
  readonly version: string | null;
  readonly versionCreated: string;
  readonly receivedAt: string;
  readonly signal: Signal;
  readonly status: StoryStatus;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly headline: string | null;
  /** Whether this is the version that the story shows now. */
  readonly current: boolean;
}

export interface VersionDiff {
  readonly from: string;
  readonly to: string;
  readonly headline: readonly DiffPart[];
  readonly body: readonly DiffPart[];
}

interface FilingRow {
  readonly dispatch_id: string;
  readonly transmission_id: string;
  readonly version: string | null;
  readonly version_created: Date | null;
  readonly received_at: Date;
  readonly signal: Signal;
  readonly standing: PubStatus;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly version_key: string;
  readonly content_hash: string;
  readonly headlines: NinjsItem['headlines'] | null;
}

/** A live blog can have thousands of versions; the newest are told. */
const versionsAtMost = 500;

/**
 * The versions of stories, out of the truth that the deduplicator writes. Read only, and off the hot path. What the
 * reader may see of the story itself is decided before.
 */
@Injectable()
export class StoryHistory {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** The versions that a reader may see, highest rank first; of killed copy without their headlines. */
  async versions(story: StorySnapshot, reader: SearchReader): Promise<VersionView[]> {
    const { filings, isKilled } = await this.filings(story, reader);
    return filings.slice(0, versionsAtMost).map((filing) => ({
      dispatchId: filing.dispatch_id,
      transmissionId: filing.transmission_id,
      version: filing.version,
      versionCreated: (filing.version_created ?? filing.received_at).toISOString(),
      receivedAt: filing.received_at.toISOString(),
      signal: filing.signal,
      status: filing.standing,
      outcome: filing.outcome,
      reason: filing.reason,
      headline: isKilled ? null : headlineOf(filing),
      current: filing.dispatch_id === story.dispatchId,
    }));
  }

  /** What changed between two versions; undefined when either is not to be seen, and always for killed copy. */
  async diff(
    story: StorySnapshot,
    reader: SearchReader,
    from: string,
    to: string,
  ): Promise<VersionDiff | undefined> {
    const { filings, isKilled } = await this.filings(story, reader);
    if (isKilled) return undefined;
    const older = filings.find((filing) => filing.dispatch_id === from);
    const newer = filings.find((filing) => filing.dispatch_id === to);
    if (!older || !newer || older.standing === 'canceled' || newer.standing === 'canceled') return undefined;
    const [olderText, newerText] = await Promise.all([this.text(story, older), this.text(story, newer)]);
    return {
      from,
      to,
      headline: wordDiff(headlineOf(older) ?? '', headlineOf(newer) ?? ''),
      body: wordDiff(olderText, newerText),
    };
  }

  /**
   * One filing per content: re-sends say the same, and the one that the story shows stands for them. The truth may be
   * ahead of the index that the story came from: whichever of the two knows of a hold or a kill is believed.
   */
  private async filings(
    story: StorySnapshot,
    reader: SearchReader,
  ): Promise<{ filings: FilingRow[]; isKilled: boolean }> {
    const [truth] = await this.dataSource.query<[{ status: StoryStatus }?]>(
      'select status from truth.stories where story_id = $1',
      [story.storyId],
    );
    const status = truth?.status ?? 'withheld';
    if (status !== 'usable' && status !== 'canceled' && !reader.seesHeld)
      return { filings: [], isKilled: false };
    const rows: FilingRow[] = await this.dataSource.query(
      `select f.dispatch_id, f.transmission_id, f.version, f.version_created, f.received_at, f.signal, f.standing,
         f.outcome, f.reason, encode(f.version_key, 'hex') as version_key,
         encode(f.content_hash, 'hex') as content_hash, v.dispatch -> 'item' -> 'headlines' as headlines
       from truth.filings f
       left join truth.versions v on v.story_id = f.story_id and v.content_hash = f.content_hash
       where f.story_id = $1 and f.live and not f.notice and (f.standing <> 'withheld' or $2)
       order by f.received_at, f.dispatch_id`,
      [story.storyId, reader.seesHeld],
    );
    const kept = new Map<string, FilingRow>();
    for (const row of rows) {
      const version = `${row.content_hash} ${row.version ?? ''} ${row.version_created?.toISOString() ?? ''}`;
      if (!kept.has(version) || row.dispatch_id === story.dispatchId) kept.set(version, row);
    }
    return {
      filings: [...kept.values()].sort((one, other) => compareRank(rank(other), rank(one))),
      isKilled: status === 'canceled' || story.status === 'canceled',
    };
  }

  private async text(story: StorySnapshot, filing: FilingRow): Promise<string> {
    const rows: { plain: string | null }[] = await this.dataSource.query(
      `select dispatch -> 'text' ->> 'plain' as plain from truth.versions
       where story_id = $1 and content_hash = decode($2, 'hex')`,
      [story.storyId, filing.content_hash],
    );
    return rows[0]?.plain ?? '';
  }
}

function headlineOf(filing: FilingRow): string | null {
  const headlines = filing.headlines ?? undefined;
  return (headlines && mainHeadline({ uri: filing.dispatch_id, headlines })) ?? null;
}

function rank(filing: FilingRow) {
  return rankOf({
    version: filing.version,
    versionCreated: filing.version_created?.toISOString() ?? null,
    versionKey: filing.version_key,
  });
}
