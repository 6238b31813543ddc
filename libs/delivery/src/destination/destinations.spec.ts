import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { testDatabase } from '#testing';
import { admin, TestPublisher } from '../delivery.fixture.js';
import { deadUrl, until } from '../send/receiver.fixture.js';
import { StoryLife } from '../story.fixture.js';
import { destinationChange, newDestination } from './destination.js';
import { newSecret } from './secrets.js';

let publisher: TestPublisher;
const nordwireOnly = { keyId: 'partner', providers: ['nordwire'] };

beforeAll(async () => {
  publisher = new TestPublisher(await testDatabase());
});
afterEach(() => publisher.reset());
afterAll(() => publisher.close());

function input(parts: Record<string, unknown> = {}) {
  return newDestination.parse({ id: 'desk', url: 'https://sink.example/hook', ...parts });
}

describe('destinations', () => {
  it('show their secret when they are made, and never again', async () => {
    const { secret, ...created } = await publisher.destinations.create(input(), admin);
    expect(secret).toMatch(/^whsec_/);
    expect(created).toMatchObject({ id: 'desk', providers: '*', events: null, active: true, query: '' });
    expect(JSON.stringify(await publisher.destinations.get('desk', admin))).not.toContain('whsec_');
    expect(JSON.stringify(await publisher.destinations.list(admin))).not.toContain('whsec_');
    const own = newSecret();
    expect(await publisher.destinations.create(input({ id: 'own', secret: own }), admin)).toMatchObject({
      secret: own,
    });
  });

  it('cannot be made twice', async () => {
    await publisher.destinations.create(input(), admin);
    await expect(publisher.destinations.create(input(), admin)).rejects.toMatchObject({
      code: 'already_exists',
    });
  });

  it.each([
    { url: 'ftp://sink.example/' },
    { url: 'https://user:password@sink.example/' },
    { url: 'not a url' },
    { secret: 'whsec_c2hvcnQ=' },
    { id: 'with.dot' },
    { events: ['everything'] },
    { providers: [] },
    { unknown: 1 },
  ])('are refused when they say %j', (parts) => {
    expect(newDestination.safeParse({ id: 'desk', url: 'https://sink.example/', ...parts }).success).toBe(
      false,
    );
  });

  it('are refused when their address is internal, at creation and at a change', async () => {
    for (const url of ['http://169.254.169.254/latest', 'http://[::ffff:10.0.0.1]/', 'http://0xa.1/']) {
      await expect(publisher.destinations.create(input({ url }), admin)).rejects.toMatchObject({
        code: 'request_invalid',
      });
    }
    await publisher.destinations.create(input(), admin);
    const change = destinationChange.parse({ url: 'http://10.0.0.1/' });
    await expect(publisher.destinations.change('desk', change, admin)).rejects.toMatchObject({
      code: 'request_invalid',
    });
  });

  it('tell what was mended in their query, and refuse one over the limits', async () => {
    const { warnings } = await publisher.destinations.create(input({ query: 'harbour "open' }), admin);
    expect(warnings).toMatchObject([{ code: 'quote_unclosed' }]);
    const query = 'a '.repeat(300);
    await expect(publisher.destinations.change('desk', { query }, admin)).rejects.toMatchObject({
      code: 'query_invalid',
    });
  });

  it('have no more rights than who makes them, who sees none beyond their own', async () => {
    await publisher.destinations.create(input({ id: 'all' }), admin);
    const own = await publisher.destinations.create(input({ id: 'own' }), nordwireOnly);
    expect(own.providers).toEqual(['nordwire']);
    for (const providers of ['*', ['nordwire', 'sudpresse']]) {
      await expect(
        publisher.destinations.create(input({ id: 'more', providers }), nordwireOnly),
      ).rejects.toMatchObject({ code: 'scope_missing' });
      await expect(
        publisher.destinations.change('own', destinationChange.parse({ providers }), nordwireOnly),
      ).rejects.toMatchObject({ code: 'scope_missing' });
    }
    expect((await publisher.destinations.list(nordwireOnly)).map(({ id }) => id)).toEqual(['own']);
    await expect(publisher.destinations.get('all', nordwireOnly)).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(publisher.destinations.remove('all', nordwireOnly)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('sign with the old and the new secret while a rotation overlaps', async () => {
    const desk = await publisher.destination('desk');
    const { secret } = await publisher.destinations.rotateSecret(desk.id, {}, admin);
    publisher.sender();
    await publisher.take(new StoryLife().created());
    await until(() => desk.posts.length === 1);
    const [post] = desk.posts;
    expect(String(post?.headers['webhook-signature']).split(' ')).toHaveLength(2);
    for (const each of [desk.secret, secret]) {
      new Webhook(each).verify(post?.body ?? '', post?.headers as Record<string, string>);
    }
  });

  it('can be tried out: a signed test event, and only the status comes back', async () => {
    const desk = await publisher.destination('desk', {
      answer: (response) => response.writeHead(418).end('words of the receiver'),
    });
    const result = await publisher.destinations.test(desk.id, admin);
    expect(result).toMatchObject({ delivered: false, status: 418, error: 'http_418' });
    expect(JSON.stringify(result)).not.toContain('words');
    const [post] = desk.posts;
    expect(
      new Webhook(desk.secret).verify(post?.body ?? '', post?.headers as Record<string, string>),
    ).toMatchObject({
      type: 'wire.destination.test.v1',
      subject: desk.id,
    });
    const dead = await publisher.destination('dead', { url: await deadUrl() });
    expect(await publisher.destinations.test(dead.id, admin)).toMatchObject({ error: 'connection_refused' });
  });

  it('get nothing new while they are off', async () => {
    const desk = await publisher.destination('desk');
    await publisher.destinations.change(desk.id, { active: false }, admin);
    await publisher.take(new StoryLife().created());
    expect(await publisher.ledger({ destination: desk.id })).toEqual([]);
  });

  it('take with them what waits when they are removed', async () => {
    const desk = await publisher.destination('desk');
    const life = new StoryLife();
    await publisher.take(life.created());
    await publisher.destinations.remove(desk.id, admin);
    publisher.sender();
    expect(await publisher.states(life.storyId)).toEqual([`${desk.id}: skipped`]);
    await expect(publisher.destinations.get(desk.id, admin)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('leave who changed them in the audit, without secrets', async () => {
    await publisher.destinations.create(input({ id: 'audited' }), admin);
    await publisher.destinations.change('audited', { url: 'https://sink.example/?token=abc' }, admin);
    await publisher.destinations.rotateSecret('audited', { overlapHours: 0 }, admin);
    await publisher.destinations.remove('audited', admin);
    const rows: { action: string; actor: string }[] = await publisher.dataSource.query(
      "select * from access.audit where subject = 'audited' order by at",
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'destination.created',
      'destination.changed',
      'destination.secret_rotated',
      'destination.removed',
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/whsec_|token=abc/);
  });
});
