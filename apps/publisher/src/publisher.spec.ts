import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { newId } from '#contracts';
import { testDatabase } from '#testing';
import { startReceiver, storyEvent, TestPublisherService, until } from './publisher.fixture.js';

interface Delivery {
  deliveryId: string;
  state: string;
}

describe('the publisher service', () => {
  let service: TestPublisherService;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let secret: string;

  beforeAll(async () => {
    service = await TestPublisherService.start(await testDatabase());
    receiver = await startReceiver();
    const created = await service.json<{ secret: string }>('POST', '/v1/destinations', {
      id: 'cms',
      url: receiver.url,
      query: 'puerto',
    });
    secret = created.secret;
  });

  afterAll(async () => {
    expect(await service.stop()).toBe(0);
    await receiver.stop();
  });

  it('brings a change of a story from the event log to a webhook, and its kill after it', async () => {
    const storyId = newId();
    await service.publish(storyEvent('wire.story.created.v1', storyId, { revision: 1 }));
    await until(() => receiver.posts.length === 1);
    await service.publish(
      storyEvent('wire.story.killed.v1', storyId, {
        revision: 2,
        status: 'canceled',
        statusReason: 'killed',
      }),
    );
    await until(() => receiver.posts.length === 2);
    const events = receiver.posts.map(({ body, headers }) => {
      const event = new Webhook(secret).verify(body, headers as Record<string, string>);
      return event as { type: string; subject: string };
    });
    expect(events).toMatchObject([
      { type: 'wire.story.created.v1', subject: storyId },
      { type: 'wire.story.killed.v1', subject: storyId },
    ]);
    const path = `/v1/deliveries?story=${storyId}&state=sent`;
    await until(
      async () => (await service.json<{ deliveries: Delivery[] }>('GET', path)).deliveries.length === 2,
    );
    const { deliveries } = await service.json<{ deliveries: Delivery[] }>('GET', path);
    expect(deliveries.map(({ deliveryId }) => deliveryId).reverse()).toEqual(
      receiver.posts.map(({ headers }) => headers['webhook-id']),
    );
  });

  it('sends a delivery again on demand', async () => {
    const storyId = newId();
    const before = receiver.posts.length;
    await service.publish(storyEvent('wire.story.created.v1', storyId, {}));
    const list = () => service.json<{ deliveries: Delivery[] }>('GET', `/v1/deliveries?story=${storyId}`);
    await until(async () => (await list()).deliveries[0]?.state === 'sent');
    const { deliveryId } = (await list()).deliveries[0] ?? { deliveryId: '' };
    const retried = await service.call('POST', `/v1/deliveries/${deliveryId}/retry`);
    expect(retried.status).toBe(202);
    await until(() => receiver.posts.length === before + 2);
    expect((await service.call('POST', '/v1/deliveries/unknown/retry')).status).toBe(404);
  });

  it('manages destinations over HTTP', async () => {
    const made = await service.call('POST', '/v1/destinations', { id: 'app', url: receiver.url });
    expect(made.status).toBe(201);
    expect(await made.json()).toMatchObject({
      id: 'app',
      secret: expect.stringMatching(/^whsec_/),
      active: true,
    });
    expect((await service.call('POST', '/v1/destinations', { id: 'app', url: receiver.url })).status).toBe(
      409,
    );
    expect(await service.json('PATCH', '/v1/destinations/app', { active: false })).toMatchObject({
      active: false,
    });
    expect(await service.json('GET', '/v1/destinations')).toMatchObject({
      destinations: [{ id: 'app' }, { id: 'cms' }],
    });
    expect(await service.json('POST', '/v1/destinations/app/test')).toMatchObject({
      delivered: true,
      status: 200,
    });
    expect(await service.json('POST', '/v1/destinations/app/secret', { overlapHours: 1 })).toMatchObject({
      secret: expect.stringMatching(/^whsec_/),
      secrets: [{ expiresAt: null }, { expiresAt: expect.any(String) }],
    });
    expect((await service.call('DELETE', '/v1/destinations/app')).status).toBe(204);
    expect((await service.call('GET', '/v1/destinations/app')).status).toBe(404);
  });

  it.each([
    ['POST', '/v1/destinations', { id: 'x' }, 400, 'request_invalid'],
    ['POST', '/v1/destinations', { id: 'x', url: 'http://169.254.169.254/' }, 400, 'request_invalid'],
    ['PATCH', '/v1/destinations/cms', {}, 400, 'request_invalid'],
    ['GET', '/v1/deliveries?cursor=nonsense', undefined, 400, 'cursor_invalid'],
    ['GET', '/v1/deliveries?state=lost', undefined, 400, 'request_invalid'],
    ['GET', '/v1/destinations/No%20Slug', undefined, 404, 'not_found'],
  ] as const)('answers %s %s %j with %i %s', async (method, path, body, status, code) => {
    const response = await service.call(method, path, body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
  });

  it('lets nobody in without a key, and each key only to what its scope is for', async () => {
    for (const path of ['/v1/destinations', '/v1/deliveries']) {
      expect((await service.call('GET', path, undefined, null)).status).toBe(401);
    }
    const reader = await service.key({ scopes: ['search:read'] });
    const watcher = await service.key({ scopes: ['ops:read'] });
    const partner = await service.key({ scopes: ['destinations:write'], providers: ['sudpresse'] });
    const statuses = async (key: string) => {
      const body = { id: 'partner', url: receiver.url };
      const calls = [
        await service.call('GET', '/v1/destinations', undefined, key),
        await service.call('GET', '/v1/deliveries', undefined, key),
        await service.call('POST', '/v1/destinations', body, key),
        await service.call('DELETE', '/v1/destinations/cms', undefined, key),
      ];
      return calls.map(({ status }) => status);
    };
    expect(await statuses(reader)).toEqual([403, 403, 403, 403]);
    expect(await statuses(watcher)).toEqual([200, 200, 403, 403]);
    expect(await statuses(partner)).toEqual([200, 403, 201, 404]);
    expect(await service.json('GET', '/v1/destinations/partner')).toMatchObject({ providers: ['sudpresse'] });
  });

  it('measures what it delivers', async () => {
    const text = await (await service.call('GET', '/metrics')).text();
    expect(text).toContain('wiredesk_deliveries_total{destination="cms",state="sent"}');
    expect(text).toContain('wiredesk_delivery_attempts_total{destination="cms",result="sent"}');
  });
});
