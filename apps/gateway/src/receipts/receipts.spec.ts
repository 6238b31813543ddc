import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problem, TestGateway } from '../gateway.fixture.js';
import { Stages } from '../stages.fixture.js';

interface Receipt {
  state: string;
  items: { dispatchId: string | null; outcome: string; searchable: boolean; deliveries: object }[];
}

describe('a receipt', () => {
  let gateway: TestGateway;
  let stages: Stages;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    stages = new Stages(gateway.database.dataSource);
    await gateway.createFeed('nordwire');
    await gateway.createFeed('faro');
  });

  afterAll(() => gateway.stop());

  async function pushed(feed = 'nordwire'): Promise<string> {
    const response = await gateway.push(feed, `dispatch ${Math.random()}`);
    return ((await response.json()) as { transmissionId: string }).transmissionId;
  }

  function receiptOf(id: string): Promise<Receipt> {
    return gateway.json<Receipt>('GET', `/v1/receipts/${id}`);
  }

  it('begins as received, with no item', async () => {
    expect(await receiptOf(await pushed())).toMatchObject({ state: 'received', items: [] });
  });

  it('is settled when each item is decided on or refused, in the order of the transmission', async () => {
    const id = await pushed();
    await stages.normalised(id, 3);
    await stages.refused(id, { index: 1 });
    await stages.filed(id, 'created', { index: 2 });
    expect((await receiptOf(id)).state).toBe('received');
    const { dispatchId, storyId } = await stages.filed(id, 'updated', { index: 0 });
    expect(await receiptOf(id)).toMatchObject({
      transmissionId: id,
      state: 'settled',
      items: [
        {
          dispatchId,
          storyId,
          outcome: 'updated',
          reason: 'because',
          at: expect.any(String),
          searchable: false,
        },
        {
          dispatchId: null,
          outcome: 'quarantined',
          reason: 'xml_broken: the tag is not closed',
          quarantine: expect.stringMatching(/^\/v1\/quarantine\//),
        },
        { outcome: 'created' },
      ],
    });
  });

  it('calls what was read right and is no dispatch skipped', async () => {
    const id = await pushed();
    await stages.normalised(id, 1);
    await stages.refused(id, { state: 'skipped', code: 'not_a_dispatch' });
    expect(await receiptOf(id)).toMatchObject({ state: 'settled', items: [{ outcome: 'skipped' }] });
  });

  it('leads to what the deduplicator refused, such as a kill that names nothing', async () => {
    const id = await pushed();
    await stages.normalised(id, 1);
    await stages.filed(id, 'quarantined');
    const entry = await stages.refused(id, { table: 'truth', code: 'kill_not_applied' });
    expect(await receiptOf(id)).toMatchObject({
      state: 'settled',
      items: [{ outcome: 'quarantined', quarantine: `/v1/quarantine/${entry}` }],
    });
  });

  it('says searchable when a search finds the story as it now is', async () => {
    const id = await pushed();
    await stages.normalised(id, 1);
    const { storyId } = await stages.filed(id, 'created', { revision: 2 });
    const searchable = async () => (await receiptOf(id)).items[0]?.searchable;
    expect(await searchable()).toBe(false);
    await stages.indexed(storyId, 1);
    expect(await searchable()).toBe(false);
    await stages.indexed(storyId, 2);
    expect(await searchable()).toBe(true);
    await stages.indexed(storyId, 3, 'embargoed');
    expect(await searchable()).toBe(false);
  });

  it('counts the deliveries of its own dispatch', async () => {
    const id = await pushed();
    await stages.normalised(id, 1);
    const { storyId, dispatchId } = await stages.filed(id, 'created');
    await stages.delivery(storyId, dispatchId, 'sent');
    await stages.delivery(storyId, dispatchId, 'sent');
    await stages.delivery(storyId, dispatchId, 'pending');
    expect((await receiptOf(id)).items[0]?.deliveries).toEqual({ sent: 2, pending: 1, failed: 0 });
  });

  it('of a transmission that is normalised again tells of the newest run alone', async () => {
    const id = await pushed();
    await stages.normalised(id, 1);
    await stages.refused(id);
    const replay = await gateway.json('POST', `/v1/transmissions/${id}/replay`);
    expect(replay).toEqual({ transmissionId: id, run: 1, receipt: `/v1/receipts/${id}` });
    expect(await receiptOf(id)).toMatchObject({ state: 'received', items: [] });
    await stages.normalised(id, 1, 1);
    await stages.filed(id, 'created', { run: 1 });
    expect(await receiptOf(id)).toMatchObject({ state: 'settled', items: [{ outcome: 'created' }] });
  });

  it('is shown to its feed and to readers of its provider, and is not there for others', async () => {
    const id = await pushed();
    const own = await gateway.createKey({ scopes: ['feed:push'], feed: 'nordwire' });
    const reader = await gateway.createKey({ scopes: ['search:read'], providers: ['nordwire'] });
    for (const key of [own, reader]) {
      expect((await gateway.call('GET', `/v1/receipts/${id}`, { key })).status).toBe(200);
      expect((await gateway.call('GET', `/v1/transmissions/${id}/raw`, { key })).status).toBe(200);
    }
    const otherFeed = await gateway.createKey({ scopes: ['feed:push'], feed: 'faro' });
    const otherReader = await gateway.createKey({ scopes: ['search:read', 'ops:read'], providers: ['faro'] });
    for (const key of [otherFeed, otherReader]) {
      for (const path of [`/v1/receipts/${id}`, `/v1/transmissions/${id}`, `/v1/transmissions/${id}/raw`]) {
        expect(await problem(await gateway.call('GET', path, { key }))).toMatchObject({
          status: 404,
          code: 'not_found',
        });
      }
    }
    expect((await gateway.call('GET', '/v1/receipts/no-id')).status).toBe(404);
  });
});
