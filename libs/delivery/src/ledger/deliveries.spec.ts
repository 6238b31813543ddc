import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase } from '#testing';
import { admin, TestPublisher } from '../delivery.fixture.js';
import { until } from '../send/receiver.fixture.js';
import { StoryLife } from '../story.fixture.js';
import { deliveryFilter } from './deliveries.js';
import { purgeLedger } from './purge.js';

let publisher: TestPublisher;

beforeAll(async () => {
  publisher = new TestPublisher(await testDatabase());
});
afterEach(() => publisher.reset());
afterAll(() => publisher.close());

function filter(parts: Record<string, unknown> = {}) {
  return deliveryFilter.parse(parts);
}

describe('the ledger', () => {
  it('is read page by page, newest first, without gaps or repeats when new rows come in between', async () => {
    const desk = await publisher.destination('desk');
    const events = Array.from({ length: 7 }, () => new StoryLife().created());
    await publisher.take(...events);
    const seen: string[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await publisher.deliveries.list(
        filter({ destination: desk.id, limit: '3', ...(cursor === undefined ? {} : { cursor }) }),
        admin,
      );
      seen.push(...page.deliveries.map(({ eventId }) => eventId));
      cursor = page.cursor;
      await publisher.take(new StoryLife().created());
    }
    expect(seen).toEqual(events.map(({ id }) => id).reverse());
  });

  it('is found by story and by state', async () => {
    await publisher.destination('desk');
    const [one, other] = [new StoryLife(), new StoryLife()];
    await publisher.take(one.created(), one.killed(), other.created());
    const list = async (parts: Record<string, unknown>) =>
      (await publisher.deliveries.list(filter(parts), admin)).deliveries.map(({ storyId }) => storyId);
    expect(await list({ story: one.storyId })).toEqual([one.storyId]);
    expect(await list({ state: 'recalled', story: one.storyId })).toEqual([one.storyId]);
    expect(await list({ state: 'recalled', story: other.storyId })).toEqual([]);
  });

  it('shows a reader only deliveries of agencies that they have rights to', async () => {
    const desk = await publisher.destination('desk');
    await publisher.take(new StoryLife().created(), new StoryLife({ provider: 'sudpresse' }).created());
    const { deliveries } = await publisher.deliveries.list(filter({ destination: desk.id }), {
      providers: ['nordwire'],
    });
    expect(deliveries).toHaveLength(1);
  });

  it.each(['x', 'W10', Buffer.from('["1; drop table x", "y"]').toString('base64url')])(
    'refuses the cursor %s, which it never gave out',
    async (cursor) => {
      await expect(publisher.deliveries.list(filter({ cursor }), admin)).rejects.toMatchObject({
        code: 'cursor_invalid',
      });
    },
  );
});

describe('a retry by hand', () => {
  it('sends a failed delivery again under its id, with the whole schedule before it', async () => {
    let status = 500;
    const desk = await publisher.destination('desk', {
      answer: (response) => response.writeHead(status).end(),
    });
    const sender = publisher.sender({ schedule: [0] });
    const created = new StoryLife().created();
    const id = `${created.id}_${desk.id}`;
    await publisher.take(created);
    await until(async () => (await publisher.ledger({ story: created.key }))[0]?.state === 'failed');
    status = 200;
    expect(await publisher.deliveries.retry(id, admin)).toMatchObject({ state: 'pending', attempts: 0 });
    sender.wake();
    await until(async () => (await publisher.ledger({ story: created.key }))[0]?.state === 'sent');
    expect(desk.receiver.ids).toEqual([id, id]);
  });

  it('is refused where it would put old or killed copy out', async () => {
    const desk = await publisher.destination('desk');
    publisher.sender();
    const life = new StoryLife();
    const [created, updated] = [life.created(), life.updated()];
    await publisher.take(created);
    await until(() => desk.posts.length === 1);
    await publisher.take(updated);
    await until(async () => (await publisher.ledger({ story: life.storyId }))[1]?.state === 'sent');
    const retry = (event: { id: string }) => publisher.deliveries.retry(`${event.id}_${desk.id}`, admin);
    await expect(retry(created)).rejects.toMatchObject({ code: 'state_conflict' });
    const killed = life.killed();
    await publisher.take(killed);
    await expect(retry(updated)).rejects.toMatchObject({ code: 'state_conflict' });
    await until(async () => (await publisher.ledger({ story: life.storyId }))[2]?.state === 'sent');
    expect(await retry(killed)).toMatchObject({ state: 'pending' });
  });

  it('is refused for what is not there, or beyond the rights of who asks', async () => {
    const desk = await publisher.destination('desk');
    const created = new StoryLife().created();
    await publisher.take(created);
    const manager = { keyId: 'partner', providers: ['sudpresse'] };
    for (const id of ['nothing', `${created.id}_${desk.id}`]) {
      await expect(publisher.deliveries.retry(id, manager)).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});

describe('purging', () => {
  it('drops old bodies and rows, but nothing that waits, and still knows whom to tell of a kill', async () => {
    await publisher.dataSource.query('delete from publisher.events');
    await publisher.dataSource.query('delete from publisher.deliveries');
    const desk = await publisher.destination('desk');
    publisher.sender();
    const [done, waiting] = [new StoryLife(), new StoryLife()];
    await publisher.take(done.created());
    await until(async () => (await publisher.ledger({ story: done.storyId }))[0]?.state === 'sent');
    await publisher.destinations.change(desk.id, { active: true }, admin);
    await publisher.dataSource.query(
      "update publisher.destinations set throttled_until = now() + interval '1 minute'",
    );
    await publisher.take(waiting.created());
    for (const table of ['events', 'deliveries']) {
      await publisher.dataSource.query(
        `update publisher.${table} set created_at = now() - interval '1 year'`,
      );
    }
    await publisher.dataSource.query(
      "update publisher.deliveries set settled_at = now() - interval '1 year' where state = 'sent'",
    );
    expect(await purgeLedger(publisher.dataSource)).toEqual({ bodies: 1, rows: 1 });
    await publisher.dataSource.query('update publisher.destinations set throttled_until = null');
    await publisher.take(done.killed());
    await until(() => desk.posts.length === 3);
    expect(
      desk.receiver
        .events<{ type: string; subject: string }>()
        .map(({ type }) => type)
        .toSorted(),
    ).toEqual(['wire.story.created.v1', 'wire.story.created.v1', 'wire.story.killed.v1']);
  });

  it('ends what waits for a destination that is gone', async () => {
    await publisher.destination('desk');
    const life = new StoryLife();
    await publisher.take(life.created());
    await publisher.dataSource.query('delete from publisher.destinations');
    await purgeLedger(publisher.dataSource);
    expect((await publisher.ledger({ story: life.storyId }))[0]).toMatchObject({
      state: 'skipped',
      lastError: 'destination_removed',
    });
  });
});
