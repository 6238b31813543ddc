import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OtlpCollector, testServerUrl } from '#testing';
import { eventually } from '../e2e/desk-process.js';
import { Services } from './services.js';
import { WebhookReceiver } from './webhook-receiver.js';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const callersSpan = '00f067aa0ba902b7';

describe('a push of a sender that traces', () => {
  const collector = new OtlpCollector();
  const receiver = new WebhookReceiver();
  let services: Services;

  beforeAll(async () => {
    await Promise.all([collector.start(), receiver.start()]);
    services = await Services.plan({
      engines: {
        postgres: testServerUrl(),
        kafka: process.env['KAFKA_BROKERS']!,
        elasticsearch: process.env['ELASTICSEARCH_NODE']!,
      },
      settings: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '200' },
    });
    await services.start();
  }, 120_000);

  afterAll(async () => {
    await services.destroy();
    await Promise.all([collector.stop(), receiver.stop()]);
  });

  it('is one trace from the request through every service to the index and the webhook', async () => {
    await services.call('POST', '/v1/feeds', {
      json: { id: 'nordwire', provider: 'nordwire', kind: 'push' },
    });
    await services.call('POST', '/v1/destinations', { json: { id: 'outside', url: receiver.url } });
    const pushed = await services.call('POST', '/v1/feeds/nordwire/transmissions', {
      json: {
        uri: 'urn:nordwire.example:traced',
        headline: 'The ferry to Haleport sails again',
        body_html: '<p>The ferry to Haleport sails again since Monday.</p>',
        language: 'en',
      },
      headers: { traceparent: `00-${traceId}-${callersSpan}-01` },
    });
    expect(pushed.status).toBe(202);
    const delivery = await eventually('the webhook', async () => receiver.got[0], 45_000);
    const wanted = [
      'wiredesk-gateway: POST',
      'wiredesk-normaliser: wire.transmissions normaliser',
      'wiredesk-deduplicator: wire.dispatches deduplicator',
      'wiredesk-indexer: wire.stories indexer',
      'wiredesk-publisher: wire.stories publisher',
      'wiredesk-publisher: deliver',
    ];
    const told = () =>
      collector.spans
        .filter((span) => span.traceId === traceId)
        .map(({ service, name }) => `${service}: ${name}`);
    await eventually(
      'the spans',
      async () => (wanted.every((span) => told().includes(span)) ? told() : undefined),
      20_000,
    );
    const deliver = collector.spans.find((span) => span.traceId === traceId && span.name === 'deliver');
    expect(delivery.headers['traceparent']).toBe(`00-${traceId}-${deliver?.spanId}-01`);
    const request = collector.spans.find((span) => span.traceId === traceId && span.name === 'POST');
    expect(request?.parentSpanId).toBe(callersSpan);
  }, 90_000);
});
