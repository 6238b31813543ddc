import type { ClaimedDelivery } from '../ledger/claim.js';
import type { AttemptOutcome } from '../ledger/settlement.js';
import { signatureHeaders } from '../destination/secrets.js';
import { bodyFor, cloudEventsJson } from '../routing/envelope.js';
import { nextWait } from './schedule.js';
import type { PostResult, WebhookClient } from './webhook-client.js';

/** Statuses by which a receiver, or a proxy before it, asks to be left alone for a while (Standard Webhooks). */
const throttling = new Set([429, 502, 503, 504]);
/** How long it is left alone when it does not say. */
const defaultThrottleMs = 5_000;
const longestThrottleMs = 3_600_000;

/** Signs and posts a claimed delivery, and says what is to become of it. Never rejects. */
export async function attemptDelivery(
  delivery: ClaimedDelivery,
  client: WebhookClient,
  schedule: readonly number[],
  stop: AbortSignal,
): Promise<AttemptOutcome> {
  const { body, namedProviders, providers, traceparent } = delivery;
  if (body === undefined)
    return failed({ status: null, error: 'body_gone', retryAfterMs: undefined }, undefined);
  const sent = bodyFor({ body, namedProviders }, providers);
  const headers = {
    ...signatureHeaders(delivery.deliveryId, new Date(), sent, delivery.secrets),
    ...webhookHeaders,
    ...(traceparent === null ? {} : { traceparent }),
  };
  const result = await client.post(delivery.url, headers, sent, stop);
  if (result.error === null && result.status !== null) return { kind: 'sent', status: result.status };
  if (result.error === 'stopped') return { kind: 'released' };
  return failed(
    result,
    result.status === 410 ? undefined : nextWait(delivery.attempt, result.retryAfterMs, schedule),
  );
}

/** Headers that every webhook carries besides its signature. */
export const webhookHeaders = { 'content-type': cloudEventsJson, 'user-agent': 'wiredesk' } as const;

function failed({ status, error, retryAfterMs }: PostResult, waitMs: number | undefined): AttemptOutcome {
  const throttleMs =
    status !== null && throttling.has(status)
      ? Math.min(retryAfterMs ?? defaultThrottleMs, longestThrottleMs)
      : undefined;
  return {
    kind: 'failed',
    status,
    error: error ?? 'request_failed',
    waitMs,
    throttleMs,
    isGone: status === 410,
  };
}
