import { newId } from '#contracts';
import type { Destination } from '../destination/destination.js';
import { signatureHeaders } from '../destination/secrets.js';
import type { StructuredEvent } from '../routing/envelope.js';
import { publisherSource } from '../ledger/settled-event.js';
import { webhookHeaders } from './attempt.js';
import type { WebhookClient } from './webhook-client.js';

/** Type of the event that a test sends; it is on no topic. */
export const testEventType = 'wire.destination.test.v1';

/** How a test went; of the receiver's answer only the status is told. */
export interface TestResult {
  readonly delivered: boolean;
  readonly status: number | null;
  /** A stable code, null when it was taken. */
  readonly error: string | null;
  readonly milliseconds: number;
  readonly webhookId: string;
}

/** Sends one signed test event. */
export async function sendTest(destination: Destination, client: WebhookClient): Promise<TestResult> {
  const now = new Date();
  const event: StructuredEvent = {
    specversion: '1.0',
    id: newId(),
    type: testEventType,
    source: publisherSource,
    subject: destination.id,
    time: now.toISOString(),
    datacontenttype: 'application/json',
    data: { destination: destination.id },
  };
  const webhookId = `${event.id}_${destination.id}`;
  const body = Buffer.from(JSON.stringify(event));
  const started = performance.now();
  const { status, error } = await client.post(
    destination.url,
    { ...signatureHeaders(webhookId, now, body, destination.secrets), ...webhookHeaders },
    body,
    new AbortController().signal,
  );
  const milliseconds = Math.round(performance.now() - started);
  return { delivered: error === null, status, error, milliseconds, webhookId };
}
