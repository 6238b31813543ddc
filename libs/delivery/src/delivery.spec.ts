import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import type { DeliverySettled, StoryChanged } from '#contracts';
import { testDatabase } from '#testing';
import { TestPublisher } from './delivery.fixture.js';
import { deadUrl, until } from './send/receiver.fixture.js';
import { StoryLife } from './story.fixture.js';

interface Received {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly data: StoryChanged;
}

let publisher: TestPublisher;

beforeAll(async () => {
  publisher = new TestPublisher(await testDatabase());
});
afterEach(() => publisher.reset());
afterAll(() => publisher.close());

describe('a delivery', () => {
  it('is the CloudEvent as structured JSON, signed, and leaves within a moment', async () => {
    const desk = await publisher.destination('desk');
    publisher.sender();
    const created = new StoryLife().created();
    const began = Date.now();
    await publisher.take(created);
    await until(() => desk.posts.length === 1);
    const [post] = desk.posts;
    expect(Number(post?.at) - began).toBeLessThan(500);
    expect(post?.headers).toMatchObject({
      'content-type': 'application/cloudevents+json',
      'webhook-id': `${created.id}_${desk.id}`,
    });
    const event = new Webhook(desk.secret).verify(post?.body ?? '', post?.headers as Record<string, string>);
    expect(event).toEqual({
      specversion: '1.0',
      id: created.id,
      type: 'wire.story.created.v1',
      source: '/wiredesk/deduplicator',
      subject: created.key,
      time: created.time,
      datacontenttype: 'application/json',
      data: created.data,
    });
  });

  it('has one ledger row and one settled event', async () => {
    const desk = await publisher.destination('desk');
    publisher.sender();
    const created = new StoryLife().created();
    await publisher.take(created);
    await until(async () => (await publisher.states(created.key))[0] === `${desk.id}: sent`);
    expect(await publisher.ledger({ story: created.key })).toEqual([
      expect.objectContaining({
        deliveryId: `${created.id}_${desk.id}`,
        eventType: 'wire.story.created.v1',
        dispatchId: created.data.story.dispatchId,
        revision: 1,
        attempts: 1,
        lastStatus: 204,
        lastError: null,
        nextAttemptAt: null,
      }),
    ]);
    const settled = await publisher.events<DeliverySettled>('wire.deliveries');
    expect(settled.filter(({ storyId }) => storyId === created.key)).toEqual([
      expect.objectContaining({ destination: desk.id, state: 'sent', attempts: 1, status: 204 }),
    ]);
  });

  it('goes where the query and the rights say', async () => {
    const harbour = await publisher.destination('harbour', { query: 'harbour provider:nordwire' });
    const snow = await publisher.destination('snow', { query: 'snow' });
    const other = await publisher.destination('other', { providers: ['sudpresse'] });
    const life = new StoryLife();
    await publisher.take(life.created());
    expect(await publisher.states(life.storyId)).toEqual([`${harbour.id}: pending`]);
    await publisher.take(life.updated({ headline: 'Snow in Norvik', body: 'Nothing else.' }));
    expect(await publisher.states(life.storyId)).toEqual([
      `${harbour.id}: pending`,
      `${harbour.id}: pending`,
      `${snow.id}: pending`,
    ]);
    expect(other.posts).toEqual([]);
  });

  it('does not name stories of agencies that the destination has no rights to', async () => {
    const whole = await publisher.destination('whole');
    const part = await publisher.destination('part', { providers: ['nordwire', 'ostkurier'] });
    publisher.sender();
    const copies = ['sudpresse', 'ostkurier'].map((provider) => ({
      provider,
      storyId: new StoryLife({ provider }).storyId,
      share: 1,
    }));
    await publisher.take(new StoryLife().created({ story: { copies } }));
    await until(() => whole.posts.length + part.posts.length === 2);
    const copiesAt = (receiver: typeof whole) =>
      receiver.receiver.events<Received>()[0]?.data.story.copies.map(({ provider }) => provider);
    expect(copiesAt(whole)).toEqual(['sudpresse', 'ostkurier']);
    expect(copiesAt(part)).toEqual(['ostkurier']);
    const [post] = part.posts;
    new Webhook(part.secret).verify(post?.body ?? '', post?.headers as Record<string, string>);
  });

  it('is not made twice when the batch comes again, the story is republished or the log is replayed', async () => {
    const desk = await publisher.destination('desk');
    publisher.sender();
    const life = new StoryLife();
    const events = [life.created(), life.updated()];
    await publisher.take(...events);
    await until(() => desk.posts.length === 2);
    await publisher.take(...events);
    const republished = { ...events[1]!, id: 'another-id' };
    expect(await publisher.take(republished)).toEqual([
      { kind: 'none', reason: 'already_applied', deliveries: 0 },
    ]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(desk.receiver.ids).toEqual(events.map(({ id }) => `${id}_${desk.id}`));
  });

  it('of a quiet change is not made', async () => {
    const desk = await publisher.destination('desk');
    const life = new StoryLife();
    await publisher.take(
      life.created(),
      life.regrouped(),
      life.updated({ change: { cause: 'reprocessed', quiet: true } }),
    );
    expect(await publisher.states(life.storyId)).toEqual([`${desk.id}: pending`]);
  });

  it('is skipped when the destination lost its rights before it was sent', async () => {
    const desk = await publisher.destination('desk');
    const life = new StoryLife();
    await publisher.take(life.created());
    await publisher.destinations.change(
      desk.id,
      { providers: ['sudpresse'] },
      { keyId: 'test', providers: '*' },
    );
    publisher.sender();
    await until(async () => (await publisher.states(life.storyId))[0] === `${desk.id}: skipped`);
    expect(desk.posts).toEqual([]);
    expect((await publisher.ledger({ story: life.storyId }))[0]).toMatchObject({
      lastError: 'not_entitled',
      attempts: 0,
    });
  });
});

describe('versions of one story', () => {
  it('reach a destination in the order of revisions, also when the first one has to be tried again', async () => {
    let answers = 0;
    const desk = await publisher.destination('desk', {
      answer: (response) => response.writeHead((answers += 1) === 1 ? 500 : 200).end(),
    });
    publisher.sender();
    const life = new StoryLife();
    const [created, updated] = [life.created(), life.updated()];
    await publisher.take(created, updated);
    await until(() => desk.posts.length === 2);
    // the update carries the whole story, so the failed first version gives way
    expect(desk.receiver.ids).toEqual([created, updated].map(({ id }) => `${id}_${desk.id}`));
    expect(await publisher.states(life.storyId)).toEqual([
      `${desk.id}: skipped`,
      expect.stringContaining(desk.id),
    ]);
  });

  it('never overtake each other on a slow receiver', async () => {
    const desk = await publisher.destination('desk', {
      answer: (response) => setTimeout(() => response.writeHead(200).end(), 30),
    });
    publisher.sender();
    const lives = Array.from({ length: 4 }, () => new StoryLife());
    for (let i = 0; i < 4; i += 1)
      await publisher.take(...lives.map((life) => (i === 0 ? life.created() : life.updated())));
    await until(() => desk.posts.length === 16);
    for (const life of lives) {
      const revisions = desk.receiver
        .events<Received>()
        .filter(({ subject }) => subject === life.storyId)
        .map(({ data }) => data.story.revision);
      expect(revisions).toEqual([1, 2, 3, 4]);
    }
  });
});

describe('a kill', () => {
  it('goes to everyone who received any version, without the copy, whatever the query says by now', async () => {
    const desk = await publisher.destination('desk', { query: 'harbour', events: ['created'] });
    const never = await publisher.destination('never', { query: 'snow' });
    publisher.sender();
    const life = new StoryLife();
    await publisher.take(life.created());
    await until(() => desk.posts.length === 1);
    await publisher.destinations.change(
      desk.id,
      { query: 'snow', providers: ['sudpresse'] },
      { keyId: 't', providers: '*' },
    );
    await publisher.take(life.killed());
    await until(() => desk.posts.length === 2);
    const kill = desk.receiver.events<Received>()[1];
    expect(kill).toMatchObject({
      type: 'wire.story.killed.v1',
      data: { story: { status: 'canceled', text: { plain: '' } } },
    });
    expect(desk.posts[1]?.body.toString()).not.toContain('open again');
    expect(desk.posts[1]?.body.toString()).toContain('Harbour strike ends');
    expect(never.posts).toEqual([]);
  });

  it('takes back what was never tried, and tells nobody who has nothing', async () => {
    const desk = await publisher.destination('desk');
    const life = new StoryLife();
    await publisher.take(life.created());
    await publisher.take(life.killed());
    publisher.sender();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await publisher.states(life.storyId)).toEqual([`${desk.id}: recalled`]);
    expect(desk.posts).toEqual([]);
    const settled = await publisher.events<DeliverySettled>('wire.deliveries');
    expect(settled.filter(({ storyId }) => storyId === life.storyId)).toMatchObject([
      { state: 'recalled', attempts: 0 },
    ]);
  });

  it('in one batch with its story lets nothing out', async () => {
    const desk = await publisher.destination('desk');
    publisher.sender();
    const life = new StoryLife();
    await publisher.take(life.created(), life.updated(), life.killed());
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(desk.posts).toEqual([]);
    expect(await publisher.states(life.storyId)).toEqual([`${desk.id}: recalled`, `${desk.id}: recalled`]);
  });

  it('goes to who answered an attempt with an error: they may have it all the same', async () => {
    const statuses = [500, 200];
    const desk = await publisher.destination('desk', {
      answer: (response) => response.writeHead(statuses.shift() ?? 200).end(),
    });
    publisher.sender({ schedule: [0, 60_000] });
    const life = new StoryLife();
    await publisher.take(life.created());
    await until(async () => (await publisher.ledger({ story: life.storyId }))[0]?.lastStatus === 500);
    await publisher.take(life.killed());
    await until(() => desk.posts.length === 2);
    expect(desk.receiver.events<Received>()[1]?.type).toBe('wire.story.killed.v1');
    await until(async () => (await publisher.states(life.storyId))[1] === `${desk.id}: sent`);
    expect(await publisher.states(life.storyId)).toEqual([`${desk.id}: recalled`, `${desk.id}: sent`]);
  });

  it('that comes while a version is under way follows it, and is not repeated by later events', async () => {
    let release: () => void = () => undefined;
    const desk = await publisher.destination('desk', {
      answer: (response, post) => {
        const end = () => response.writeHead(200).end();
        if (post.body.includes('wire.story.created.v1')) release = end;
        else end();
      },
    });
    publisher.sender();
    const life = new StoryLife();
    await publisher.take(life.created());
    await until(() => desk.posts.length === 1);
    await publisher.take(life.killed());
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(desk.posts).toHaveLength(1);
    release();
    await until(() => desk.posts.length === 2);
    await publisher.take(life.killed(), life.withheld());
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(desk.receiver.events<Received>().map(({ type }) => type)).toEqual([
      'wire.story.created.v1',
      'wire.story.killed.v1',
    ]);
    expect((await publisher.states(life.storyId))[0]).toBe(`${desk.id}: recalled`);
  });

  it('is told again after the story came back and was killed again', async () => {
    const desk = await publisher.destination('desk');
    publisher.sender();
    const life = new StoryLife();
    const steps = [() => life.created(), () => life.killed(), () => life.updated(), () => life.killed()];
    for (const [index, step] of steps.entries()) {
      await publisher.take(step());
      await until(() => desk.posts.length === index + 1);
    }
    expect(desk.receiver.events<Received>().map(({ data }) => data.story.status)).toEqual([
      'usable',
      'canceled',
      'usable',
      'canceled',
    ]);
  });

  it('that cannot be delivered alarms the operators, and goes at once when the destination is back', async () => {
    const statuses = [200, 500, 500, 500];
    const desk = await publisher.destination('desk', {
      answer: (response) => response.writeHead(statuses.shift() ?? 200).end(),
    });
    publisher.sender({ schedule: [0, 20, 20, 60_000, 60_000] });
    const life = new StoryLife();
    await publisher.take(life.created());
    await until(() => desk.posts.length === 1);
    await publisher.take(life.killed());
    await until(() => desk.posts.length === 4);
    await until(async () =>
      (await publisher.events<{ code: string; storyId: string }>('wire.alerts')).some(
        ({ code, storyId }) => code === 'recall_undelivered' && storyId === life.storyId,
      ),
    );
    await publisher.take(new StoryLife().created());
    await until(() => desk.posts.length === 6);
    expect(desk.receiver.events<Received>()[5]).toMatchObject({
      subject: life.storyId,
      type: 'wire.story.killed.v1',
    });
  });

  it('drops the copy that was kept for retries', async () => {
    await publisher.destination('desk');
    const life = new StoryLife();
    await publisher.take(life.created(), life.killed());
    const bodies: unknown[] = await publisher.dataSource.query(
      'select from publisher.events where story_id = $1',
      [life.storyId],
    );
    expect(bodies).toHaveLength(0);
  });
});

describe('withheld copy', () => {
  it('is called back from who has it, and neither its text nor its headline leaves', async () => {
    const desk = await publisher.destination('desk');
    publisher.sender();
    const life = new StoryLife();
    await publisher.take(life.created());
    await until(() => desk.posts.length === 1);
    await publisher.take(life.withheld({ headline: 'Secret headline', body: 'Secret text.' }));
    await until(() => desk.posts.length === 2);
    expect(desk.receiver.events<Received>()[1]).toMatchObject({
      type: 'wire.story.withheld.v1',
      subject: life.storyId,
    });
    expect(desk.posts[1]?.body.toString()).not.toContain('Secret');
  });
});

describe('an embargo', () => {
  it('keeps everything in until the released event comes', async () => {
    const desk = await publisher.destination('desk');
    publisher.sender();
    const life = new StoryLife();
    const instant = new Date(Date.now() + 300);
    await publisher.take(life.embargoed(instant));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(desk.posts).toEqual([]);
    expect(await publisher.states(life.storyId)).toEqual([]);
    await publisher.take(life.released({ story: { embargoedUntil: instant.toISOString() } }));
    await until(() => desk.posts.length === 1);
    // the released event came early, as from a service whose clock runs ahead: it waits for the instant
    expect(desk.posts[0]?.at).toBeGreaterThanOrEqual(instant.getTime() - 1);
    expect(Number(desk.posts[0]?.at) - instant.getTime()).toBeLessThan(1_000);
    expect(desk.receiver.events<Received>()[0]?.type).toBe('wire.story.released.v1');
  });

  it('that a new version brings takes back the version that waits', async () => {
    const desk = await publisher.destination('desk');
    const life = new StoryLife();
    await publisher.take(life.created(), life.embargoed(new Date(Date.now() + 60_000)));
    publisher.sender();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(desk.posts).toEqual([]);
    expect(await publisher.states(life.storyId)).toEqual([`${desk.id}: recalled`]);
  });
});

describe('a story that is no longer kept', () => {
  it.each(['expired', 'tombstone'] as const)('is not sent any more (%s)', async (how) => {
    const desk = await publisher.destination('desk');
    const life = new StoryLife();
    await publisher.take(life.created());
    if (how === 'expired') await publisher.take(life.expired());
    else await publisher.intake.apply([{ key: life.storyId, event: null }]);
    publisher.sender();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(desk.posts).toEqual([]);
    expect(await publisher.states(life.storyId)).toEqual([`${desk.id}: recalled`]);
  });

  it('whose key is no story id harms nobody', async () => {
    expect(await publisher.intake.apply([{ key: 'no uuid', event: null }])).toEqual([
      { kind: 'none', reason: 'key_invalid', deliveries: 0 },
    ]);
  });
});

describe('destinations that fail', () => {
  it('do not make a healthy one get anything twice or late', async () => {
    const healthy = await publisher.destination('healthy');
    const dead = await publisher.destination('dead', { url: await deadUrl() });
    publisher.sender();
    const created = new StoryLife().created();
    await publisher.take(created);
    await until(async () => (await publisher.states(created.key)).includes(`${dead.id}: failed`));
    expect(healthy.receiver.ids).toEqual([`${created.id}_${healthy.id}`]);
    const tries = publisher.attempts.filter(({ delivery }) => delivery.destination === dead.id);
    expect(tries.map(({ delivery }) => [delivery.deliveryId, delivery.attempt])).toEqual(
      [1, 2, 3, 4].map((attempt) => [`${created.id}_${dead.id}`, attempt]),
    );
    expect((await publisher.ledger({ destination: dead.id }))[0]).toMatchObject({
      attempts: 4,
      lastStatus: null,
      lastError: 'connection_refused',
    });
  });

  it('and are slow hold up nobody else', async () => {
    const slow = await publisher.destination('slow', { answer: () => undefined });
    const fast = await publisher.destination('fast');
    publisher.sender({ client: publisher.client(5_000) });
    const began = Date.now();
    await publisher.take(...Array.from({ length: 50 }, () => new StoryLife().created()));
    await until(() => fast.posts.length === 50);
    expect(Date.now() - began).toBeLessThan(2_000);
    expect(slow.posts.length).toBeLessThanOrEqual(8);
  });

  it('keep one webhook-id through all attempts, each with a fresh timestamp that verifies', async () => {
    const statuses = [500, 302, 200];
    const desk = await publisher.destination('desk', {
      answer: (response) => response.writeHead(statuses.shift() ?? 200).end(),
    });
    publisher.sender();
    const created = new StoryLife().created();
    await publisher.take(created);
    await until(() => desk.posts.length === 3);
    expect(new Set(desk.receiver.ids).size).toBe(1);
    for (const post of desk.posts) {
      new Webhook(desk.secret).verify(post.body, post.headers as Record<string, string>);
    }
  });

  it.each([429, 503])(
    'are left alone as long as they ask for (%i), with all their deliveries',
    async (status) => {
      let answers = 0;
      const desk = await publisher.destination('desk', {
        answer: (response) => {
          if ((answers += 1) === 1) response.writeHead(status, { 'retry-after': '1' }).end();
          else response.writeHead(200).end();
        },
      });
      publisher.sender();
      await publisher.take(new StoryLife().created());
      await until(() => desk.posts.length === 1);
      await until(() => publisher.attempts.length === 1);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await publisher.take(new StoryLife().created());
      await until(() => desk.posts.length === 3);
      for (const post of desk.posts.slice(1))
        expect(post.at - Number(desk.posts[0]?.at)).toBeGreaterThanOrEqual(950);
    },
  );

  it('are switched off by 410, with an alert, and what waits is kept for when they are back', async () => {
    let status = 410;
    const desk = await publisher.destination('desk', {
      answer: (response) => response.writeHead(status).end(),
    });
    publisher.sender();
    const life = new StoryLife();
    await publisher.take(life.created());
    const manager = { keyId: 'test', providers: '*' } as const;
    await until(async () => !(await publisher.destinations.get(desk.id, manager)).active);
    expect(await publisher.destinations.get(desk.id, manager)).toMatchObject({ disabledReason: 'gone' });
    expect(await publisher.states(life.storyId)).toEqual([`${desk.id}: failed`]);
    await publisher.take(life.killed(), new StoryLife().created());
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(desk.posts).toHaveLength(1);
    const alerts = await publisher.events<{ code: string; detail: string }>('wire.alerts');
    expect(alerts.filter(({ detail }) => detail.includes(desk.id))).toMatchObject([
      { code: 'destination_disabled' },
    ]);
    status = 200;
    await publisher.destinations.change(desk.id, { active: true }, manager);
    await until(() => desk.posts.length === 2);
    expect(desk.receiver.events<Received>()[1]?.type).toBe('wire.story.killed.v1');
  });

  it('for too long without a success are switched off, with an alert', async () => {
    const dead = await publisher.destination('dead', { url: await deadUrl() });
    publisher.sender({ disableAfterMs: 60 });
    await publisher.take(new StoryLife().created());
    const manager = { keyId: 'test', providers: '*' } as const;
    await until(async () => !(await publisher.destinations.get(dead.id, manager)).active);
    expect(await publisher.destinations.get(dead.id, manager)).toMatchObject({ disabledReason: 'failing' });
  });
});

describe('a restart', () => {
  it('sends what waited, and what was under way when the process died again under its id', async () => {
    const desk = await publisher.destination('desk');
    const events = Array.from({ length: 20 }, () => new StoryLife().created());
    await publisher.take(...events);
    // a process that claimed some and died: no outcome was ever written
    await publisher.dataSource.query(
      `update publisher.deliveries set attempts = 1, lease_until = now() + interval '300 milliseconds'
       where delivery_id = any($1)`,
      [events.slice(0, 5).map(({ id }) => `${id}_${desk.id}`)],
    );
    publisher.sender();
    await until(() => desk.posts.length === 20);
    expect(desk.receiver.ids.toSorted()).toEqual(events.map(({ id }) => `${id}_${desk.id}`).toSorted());
  });

  it('by two processes at a time sends each delivery once', async () => {
    const desk = await publisher.destination('desk');
    publisher.sender();
    publisher.sender();
    await publisher.take(...Array.from({ length: 60 }, () => new StoryLife().created()));
    await until(() => desk.posts.length >= 60);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(new Set(desk.receiver.ids).size).toBe(60);
    expect(desk.posts).toHaveLength(60);
  });

  it('lets attempts under way end, and leaves those that do not end pending as if not begun', async () => {
    const quick = await publisher.destination('quick', {
      answer: (response) => setTimeout(() => response.writeHead(200).end(), 60),
    });
    const stuck = await publisher.destination('stuck', { answer: () => undefined });
    const sender = publisher.sender({ client: publisher.client(10_000) });
    const life = new StoryLife();
    await publisher.take(life.created());
    await until(() => quick.posts.length + stuck.posts.length === 2);
    await sender.stop(200);
    const rows = await publisher.ledger({ story: life.storyId });
    expect(rows.find(({ destination }) => destination === quick.id)).toMatchObject({
      state: 'sent',
      attempts: 1,
    });
    expect(rows.find(({ destination }) => destination === stuck.id)).toMatchObject({
      state: 'pending',
      attempts: 0,
    });
  });
});
