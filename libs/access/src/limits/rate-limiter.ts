import { Inject, Injectable } from '@nestjs/common';
import { ProblemError } from '#contracts';
import { CONFIG, Metrics, type Config } from '#platform';
import { TokenBucket } from './token-bucket.js';

const sweepAt = 1_000;

/** A token bucket for each key, in this process: with n replicas a key may do n times as much. */
@Injectable()
export class RateLimiter {
  private readonly buckets = new Map<string, TokenBucket>();
  private readonly limit: Config['http']['rateLimit'];
  private readonly refused;

  constructor(@Inject(CONFIG) config: Config, @Inject(Metrics) metrics: Metrics) {
    this.limit = config.http.rateLimit;
    this.refused = metrics.counter('wiredesk_rate_limited_requests_total', 'Requests refused with 429');
  }

  /** Counts one request of a key. Throws `rate_limited` with the time to wait. */
  take(keyId: string): void {
    if (this.limit.perSecond === 0) return;
    const now = performance.now();
    let bucket = this.buckets.get(keyId);
    if (!bucket) {
      if (this.buckets.size >= sweepAt) this.sweep(now);
      bucket = new TokenBucket(this.limit.perSecond, this.limit.burst, now);
      this.buckets.set(keyId, bucket);
    }
    const wait = bucket.take(now);
    if (wait === 0) return;
    this.refused.inc();
    throw new ProblemError('rate_limited', 'Too many requests with this key; slow down.', {
      retryAfterSeconds: Math.max(1, Math.ceil(wait)),
    });
  }

  private sweep(now: number): void {
    for (const [keyId, bucket] of this.buckets) if (bucket.isFull(now)) this.buckets.delete(keyId);
  }
}
