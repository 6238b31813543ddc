import type { IncomingMessage } from 'node:http';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { hasPushSignature, requireFeed, verifyPushSignature, type Reader } from '#access';
import { newId, ProblemError } from '#contracts';
import { activeTraceparent, CONFIG, LOGGER, Metrics, type Config, type Logger } from '#platform';
import type { FeedRow } from '#store';
import { FeedService, unknownFeed } from '../feeds/feed-service.js';
import { ByteBudget, type ByteLease } from './byte-budget.js';
import { envelopeOf, idempotencyKeyOf } from './envelope.js';
import type { NewTransmission } from './new-transmission.js';
import { PushStore } from './push-store.js';
import { PushWriter } from './push-writer.js';
import { readBody, type ReadBody } from './read-body.js';

/** A push that was taken: `first` = stored now, else it repeats one with the same idempotency key. */
export interface Receipt {
  readonly transmissionId: string;
  readonly first: boolean;
}

const cleanEveryMs = 3_600_000;

/** Takes pushes in: who sends, through which feed, whole and within limits; then stores them. */
@Injectable()
export class PushService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly writer: PushWriter;
  private readonly budget: ByteBudget;
  private readonly pushes;
  private readonly bytes;
  private cleaner: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(FeedService) private readonly feeds: FeedService,
    @Inject(PushStore) private readonly store: PushStore,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.writer = new PushWriter({ write: (batch) => store.write(batch), metrics, logger });
    this.budget = new ByteBudget(config.ingest.maxBufferedBytes);
    this.pushes = metrics.counter('wiredesk_pushes_total', 'Pushes by feed and what became of them', [
      'feed',
      'result',
    ]);
    this.bytes = metrics.counter('wiredesk_push_bytes_total', 'Decoded bytes of stored pushes', ['feed']);
    metrics.gauge('wiredesk_push_buffered_bytes', 'Bytes of pushes in memory', [], (gauge) =>
      gauge.set(this.budget.usedBytes),
    );
  }

  onApplicationBootstrap(): void {
    this.cleaner = setInterval(() => void this.forgetOldKeys(), cleanEveryMs);
    this.cleaner.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.cleaner);
    await this.writer.stop();
  }

  /**
   * Takes one push. `reader` is undefined when it is to be believed by its signature alone. Throws `feed_unknown`,
   * `feed_forbidden`, `state_conflict` (the feed is switched off), `signature_invalid`, `idempotency_mismatch`, and
   * what `readBody` and `PushWriter.push` throw.
   */
  async take(feedId: string, reader: Reader | undefined, request: IncomingMessage): Promise<Receipt> {
    const feed = await this.feedFor(feedId, reader, request);
    const lease = this.budget.lease();
    try {
      const receipt = await this.takeThrough(feed, reader, request, lease);
      this.pushes.inc({ feed: feed.feed, result: receipt.first ? 'stored' : 'repeated' });
      return receipt;
    } catch (error) {
      this.pushes.inc({ feed: feed.feed, result: error instanceof ProblemError ? error.code : 'failed' });
      throw error;
    } finally {
      lease.release();
    }
  }

  private async feedFor(
    feedId: string,
    reader: Reader | undefined,
    request: IncomingMessage,
  ): Promise<FeedRow> {
    const feed = await this.feeds.find(feedId);
    if (!reader) {
      // an unsigned stranger must not learn which feeds there are
      if (!feed || !hasPushSignature(request.headers) || !hasSecrets(feed)) throw signatureInvalid();
    } else if (feed) {
      requireFeed(reader, feed.feed);
    } else {
      throw unknownFeed(feedId);
    }
    if (!feed.enabled) throw new ProblemError('state_conflict', 'This feed is switched off.');
    return feed;
  }

  private async takeThrough(
    feed: FeedRow,
    reader: Reader | undefined,
    request: IncomingMessage,
    lease: ByteLease,
  ): Promise<Receipt> {
    const key = idempotencyKeyOf(request.headers);
    const body = await readBody(
      request,
      { maxBytes: this.config.ingest.maxBodyBytes, maxRatio: this.config.ingest.maxBodyRatio },
      lease,
    );
    if (!reader) verifyPushSignature(request.headers, body.bytes, secretsOf(feed));
    const push = transmissionOf(feed, request, body, key ?? (reader ? null : webhookId(request)));
    const stored = await this.writer.push(push);
    if (stored.kind === 'stored') {
      this.bytes.inc({ feed: feed.feed }, body.bytes.length);
      return { transmissionId: stored.transmissionId, first: true };
    }
    if (stored.sha256 !== body.sha256) {
      throw new ProblemError('idempotency_mismatch', 'This Idempotency-Key came with other bytes before.');
    }
    return { transmissionId: stored.transmissionId, first: false };
  }

  private async forgetOldKeys(): Promise<void> {
    try {
      await this.store.forgetOldKeys();
    } catch (error) {
      this.logger.warn({ err: error }, 'old idempotency keys were not removed; trying again later');
    }
  }
}

function transmissionOf(
  feed: FeedRow,
  request: IncomingMessage,
  body: ReadBody,
  idempotencyKey: string | null,
): NewTransmission {
  return {
    transmissionId: newId(),
    feed: feed.feed,
    provider: feed.provider,
    profile: feed.profile,
    receivedAt: new Date(),
    ...envelopeOf(request.headers),
    sha256: body.sha256,
    body: body.bytes,
    idempotencyKey,
    traceparent: activeTraceparent(),
  };
}

/** Standard Webhooks makes `webhook-id` the key by which a message that comes again is known. */
function webhookId(request: IncomingMessage): string | null {
  const id = request.headers['webhook-id'];
  return typeof id === 'string' && id.length <= 200 ? `webhook-id:${id}` : null;
}

function secretsOf(feed: FeedRow) {
  return { standardWebhooks: feed.webhookSecrets, superdesk: feed.superdeskSecrets };
}

function hasSecrets(feed: FeedRow): boolean {
  return feed.webhookSecrets.length + feed.superdeskSecrets.length > 0;
}

function signatureInvalid(): ProblemError {
  return new ProblemError('signature_invalid', 'The signature does not fit the body and this feed.');
}
