import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pino } from 'pino';
import {
  decodeEvent,
  mainHeadline,
  storyIdOf,
  type CloudEvent,
  type DispatchNormalised,
  type StorySnapshot,
} from '#contracts';
import { factsOf, TruthDesk } from '#identity';
import { Metrics } from '#platform';
import { LeaseRegistry, loadSnapshots, republishStories } from '#store';
import {
  aDispatch,
  embargoUntil,
  reportOn,
  streamNow,
  testDatabase,
  wireStream,
  type DispatchOptions,
} from '#testing';
import { DeduplicatorService } from './deduplicator.service.js';
import { EmbargoReleaser } from './embargo-releaser.js';
import { HoldService } from './hold.service.js';
import { Leadership, truthLease } from './leadership.js';
import { SystemClock } from './system-clock.js';
import { TruthWriter } from './truth-writer.js';

class FakeClock extends SystemClock {
  instant = streamNow;

  override now(): string {
    return this.instant;
  }
}

let database: Awaited<ReturnType<typeof testDatabase>>;
const clock = new FakeClock();
const writer = new TruthWriter();
let leases: LeaseRegistry;
let leadership: Leadership;
let releaser: EmbargoReleaser;
let service: DeduplicatorService;
let holds: HoldService;

beforeAll(async () => {
  database = await testDatabase();
  leases = new LeaseRegistry(database.dataSource, { onTrouble: () => undefined });
  leadership = new Leadership(leases);
  releaser = aReleaser(clock);
  service = aService(releaser, clock);
  holds = new HoldService(database.dataSource, writer, clock);
});

afterAll(() => database.drop());

beforeEach(clear);

function aReleaser(time: SystemClock, leads = leadership): EmbargoReleaser {
  return new EmbargoReleaser(database.dataSource, leads, writer, time, pino({ level: 'silent' }));
}

function aService(embargoes: EmbargoReleaser, time: SystemClock, leads = leadership): DeduplicatorService {
  return new DeduplicatorService(database.dataSource, leads, writer, embargoes, time, new Metrics());
}

async function clear(): Promise<void> {
  await leases.lease(truthLease).tryAcquire();
  clock.instant = streamNow;
  await database.dataSource.query(
    'truncate truth.stories, truth.filings, truth.versions, truth.kill_targets, truth.releases, truth.quarantine, bus.event_log',
  );
}

async function file(...filings: DispatchOptions[]): Promise<DispatchNormalised[]> {
  const events = filings.map(aDispatch);
  await service.decideBatch(events);
  return events;
}

async function snapshots(): Promise<Map<string, StorySnapshot>> {
  const rows: { story_id: string }[] = await database.dataSource.query('select story_id from truth.stories');
  const loaded = await loadSnapshots(
    database.dataSource.manager,
    rows.map((row) => row.story_id),
  );
  return new Map([...loaded].sort(([one], [other]) => (one < other ? -1 : 1)));
}

async function story(key = 'urn:nordwire:ferry', provider = 'nordwire'): Promise<StorySnapshot> {
  const snapshot = (await snapshots()).get(storyIdOf(provider, key));
  if (!snapshot) throw new Error(`no story ${key}`);
  return snapshot;
}

/** The events of the log in their order, decoded and so checked against their schemas. */
async function events(topic: string): Promise<CloudEvent[]> {
  const rows: { key: string; headers: Record<string, string>; payload: Buffer }[] =
    await database.dataSource.query(
      'select key, headers, payload from bus.event_log where topic = $1 order by xid, position',
      [topic],
    );
  return rows.map((row) => decodeEvent(row.key, row.headers, row.payload));
}

async function types(): Promise<string[]> {
  return (await events('wire.stories')).map((event) => event.type.slice('wire.story.'.length, -'.v1'.length));
}

async function outcomes(): Promise<[string, string][]> {
  const rows: { outcome: string; reason: string }[] = await database.dataSource.query(
    'select outcome, reason from truth.filings order by transmission_id, run',
  );
  return rows.map((row) => [row.outcome, row.reason]);
}

describe('a story in the truth', () => {
  it('goes through its versions with revisions in order, an event and a filing for each', async () => {
    await file({ version: '1', text: reportOn('Seven died') });
    await file(
      { version: '2', text: reportOn('Four died'), signal: 'correction' },
      { version: '3', signal: 'kill', text: '' },
    );
    expect(await types()).toEqual(['created', 'corrected', 'killed']);
    const told = (await events('wire.stories')).map(({ data }) => ('story' in data ? data : undefined));
    expect(told.map((data) => [data?.change.previousRevision, data?.story.revision])).toEqual([
      [null, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(
      (await events('wire.filings')).map(({ data }) => ('filing' in data ? data.filing.outcome : '')),
    ).toEqual(['created', 'corrected', 'killed']);
    expect(await story()).toMatchObject({ status: 'canceled', revision: 3, versionCount: 3 });
  });

  it('does not change when its dispatches come again, in the same batch or in another', async () => {
    const [one, two] = await file({ version: '1' }, { version: '2', text: reportOn('It was raised') });
    const before = [await snapshots(), await types()];
    await service.decideBatch([one!, two!, two!, one!]);
    expect([await snapshots(), await types()]).toEqual(before);
    expect(await outcomes()).toHaveLength(2);
  });

  it('does not change when a dispatch stands twice in the batch that brings it', async () => {
    const one = aDispatch({ version: '1' });
    await service.decideBatch([one, one]);
    expect(await types()).toEqual(['created']);
    expect(await outcomes()).toHaveLength(1);
  });

  it('is pushed twice at once and counted once (B45)', async () => {
    await file({ version: '1' }, { version: '1' });
    expect(await types()).toEqual(['created']);
    expect((await outcomes()).map(([outcome]) => outcome)).toEqual(['created', 'duplicate']);
  });

  it('keeps the text of versions that are over', async () => {
    await file({ version: '1', text: reportOn('Seven died') }, { version: '2', text: reportOn('Four died') });
    const rows: { plain: string }[] = await database.dataSource.query(
      "select dispatch->'text'->>'plain' as plain from truth.versions order by plain",
    );
    expect(rows.map((row) => row.plain.slice(0, 10))).toEqual(['Four died:', 'Seven died']);
  });

  it('finds copies that another batch brought, and tells their stories', async () => {
    await file({ story: 'a', text: reportOn('A ferry sank') });
    await file({ provider: 'sudpresse', story: 'b', text: reportOn('A ferry sank') });
    const [a, b] = [await story('a'), await story('b', 'sudpresse')];
    expect(a.groupId).toBe(b.groupId);
    expect([a.copies[0]?.storyId, b.copies[0]?.storyId]).toEqual([b.storyId, a.storyId]);
  });

  it('takes versions with hostile dates, numbers and letters', async () => {
    await file(
      { story: 'a', version: '9'.repeat(90), versionCreated: '0000-01-01T00:00:00Z' },
      { story: 'b', versionCreated: '9999-12-31T23:59:59-11:00', headline: '“’\\u0000 \\ {,}"' },
      { story: 'c', version: '-1', text: '', headline: '' },
      { story: 'd', version: '1\u0000', text: 'nul \u0000 and half a \ud83d pair', headline: '\udc00' },
    );
    expect((await snapshots()).size).toBe(4);
  });
});

describe('kills in the truth', () => {
  const note: DispatchOptions = {
    story: 'note',
    basis: 'derived',
    signal: 'kill',
    headline: '',
    text: 'Please kill.',
  };

  it('that come before the item hold when it comes in a later batch (B44)', async () => {
    await file({ version: '2', pubStatus: 'canceled', text: '', headline: 'Ferry sinks' });
    await file({ version: '1' });
    expect(await story()).toMatchObject({ status: 'canceled', text: { plain: '' } });
    expect(
      (await events('wire.stories')).map(({ data }) => ('story' in data ? data.story.status : '')),
    ).toEqual(['canceled', 'canceled']);
  });

  it('that name an item wait for it over batches, and hit it', async () => {
    await file({ ...note, targets: ['urn:nordwire:ferry'], edNote: 'The report was wrong.' });
    await file({ version: '1', headline: 'Ferry sinks' });
    const killed = await story();
    expect(killed).toMatchObject({ status: 'canceled', item: { edNote: 'The report was wrong.' } });
    expect(mainHeadline(killed.item)).toBe('Ferry sinks');
  });

  it('that name an item of an earlier batch hit it, and receipts name its story', async () => {
    await file({ version: '1' });
    await file({ ...note, targets: ['urn:nordwire:ferry'] });
    expect((await story()).status).toBe('canceled');
    const rows: { story_id: string }[] = await database.dataSource.query(
      'select distinct story_id from truth.filings',
    );
    expect(rows).toEqual([{ story_id: storyIdOf('nordwire', 'urn:nordwire:ferry') }]);
  });

  it('without a target go to quarantine with an alert and touch nothing (B43)', async () => {
    await file({ version: '1' });
    await file(note);
    expect((await story()).status).toBe('usable');
    const rows: { code: string; state: string }[] = await database.dataSource.query(
      'select code, state from truth.quarantine',
    );
    expect(rows).toEqual([{ code: 'kill_without_target', state: 'open' }]);
    expect((await events('wire.alerts')).map(({ data }) => ('code' in data ? data.code : ''))).toEqual([
      'kill_without_target',
    ]);
  });

  it('hide copies of the same agency that a later batch brings under another id', async () => {
    await file({ story: 'a' }, { story: 'a', signal: 'kill', text: '' });
    await file({ story: 'copy' }, { provider: 'sudpresse', story: 'b' });
    expect(await story('copy')).toMatchObject({ status: 'withheld', statusReason: 'copy_of_killed' });
    expect(await story('b', 'sudpresse')).toMatchObject({ status: 'usable', originalKilled: true });
  });

  it('hold a higher version until an operator releases it', async () => {
    await file(
      { version: '1' },
      { version: '2', signal: 'kill', text: '' },
      { version: '3', text: reportOn('It is true') },
    );
    expect(await story()).toMatchObject({ status: 'canceled', statusReason: 'held_after_kill' });
    await holds.releaseHeld(storyIdOf('nordwire', 'urn:nordwire:ferry'), 'admin');
    expect(await story()).toMatchObject({ status: 'usable', version: '3' });
    expect((await story()).text.plain).toContain('It is true');
    expect((await types()).at(-1)).toBe('released');
    await expect(
      holds.releaseHeld(storyIdOf('nordwire', 'urn:nordwire:ferry'), 'admin'),
    ).rejects.toMatchObject({
      code: 'state_conflict',
    });
    await file({ version: '4', signal: 'kill', text: '' });
    expect((await story()).status).toBe('canceled');
  });

  it('that the code cannot read are applied by their id alone', async () => {
    await file({ version: '1' });
    const kill = aDispatch({ version: '2', pubStatus: 'canceled', text: '' });
    const broken = { ...kill, dispatch: { ...kill.dispatch, text: { plain: null as unknown as string } } };
    await service.decideBatch([broken]);
    expect((await story()).status).toBe('canceled');
  });
});

describe('items that the code fails at', () => {
  it('go to quarantine with their stack, and the batch goes on', async () => {
    const good = aDispatch({ story: 'good' });
    const bad = aDispatch({ story: 'bad' });
    const broken = { ...bad, dispatch: { ...bad.dispatch, text: { plain: null as unknown as string } } };
    await service.decideBatch([broken, good]);
    await service.decideBatch([broken, good]);
    expect([...(await snapshots()).keys()]).toEqual([storyIdOf('nordwire', 'good')]);
    const rows: { code: string; transmission_id: string; stack: string }[] = await database.dataSource.query(
      'select code, transmission_id, stack from truth.quarantine',
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ code: 'internal_error', transmission_id: bad.transmissionId });
    expect(rows[0]?.stack).toContain('Error');
    expect((await outcomes()).map(([outcome]) => outcome).sort()).toEqual(['created', 'quarantined']);
  });
});

describe('embargoes in the truth', () => {
  it('are released by an event when their instant comes, corrections and copies included (B62)', async () => {
    await file(
      { version: '1', embargo: embargoUntil('2024-05-14T23:00:00+02:00') },
      { version: '2', signal: 'correction', text: reportOn('Four died') },
      { story: 'copy', text: reportOn('Four died') },
    );
    expect([(await story()).status, (await story('copy')).status]).toEqual(['embargoed', 'embargoed']);
    clock.instant = '2024-05-14T20:59:59.999Z';
    expect(await releaser.releaseDue()).toBe(0);
    clock.instant = '2024-05-14T21:00:00.000Z';
    expect(await releaser.releaseDue()).toBe(2);
    expect(await releaser.releaseDue()).toBe(0);
    expect(await story()).toMatchObject({ status: 'usable', embargoedUntil: null, version: '2' });
    const released = (await events('wire.stories')).filter(
      (event) => event.type === 'wire.story.released.v1',
    );
    expect(
      released.map(({ data }) => ('change' in data ? [data.change.previousStatus, data.change.quiet] : [])),
    ).toEqual([
      ['embargoed', false],
      ['embargoed', false],
    ]);
  });

  it('that passed unseen are released before what comes next', async () => {
    await file({ version: '1', embargo: embargoUntil('2024-05-14T21:00:00Z') });
    clock.instant = '2024-05-14T21:30:00.000Z';
    await file({ version: '2', text: reportOn('Four died') });
    expect(await types()).toEqual(['created', 'released', 'updated']);
  });

  it('are released within a second of their instant by the running releaser', async () => {
    const real = new SystemClock();
    const running = aReleaser(real);
    const active = aService(running, real);
    running.onApplicationBootstrap();
    try {
      const until = new Date(Date.now() + 1_500).toISOString();
      await active.decideBatch([aDispatch({ embargo: embargoUntil(until) })]);
      expect((await story()).status).toBe('embargoed');
      while ((await story()).status === 'embargoed') await new Promise((resolve) => setTimeout(resolve, 20));
      const late = Date.parse((await story()).updatedAt) - Date.parse(until);
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThan(1_000);
    } finally {
      await running.beforeApplicationShutdown();
    }
  });

  it('say nothing of held copy in its filing', async () => {
    await file({ headline: 'Prize goes to Ada Lund', embargo: embargoUntil('2024-05-14T23:00:00Z') });
    await file({ headline: 'Prize goes to Ada Lund' });
    const told = await events('wire.filings');
    expect(told.map(({ data }) => ('filing' in data ? data.filing.outcome : ''))).toEqual([
      'created',
      'duplicate',
    ]);
    expect(JSON.stringify(told.map(({ data }) => data))).not.toContain('Ada Lund');
  });
});

describe('replays in the truth', () => {
  it('write the same version as a new revision, quietly', async () => {
    const [first] = await file({ version: '1' });
    await service.decideBatch([
      aDispatch({ version: '1', transmissionId: first!.transmissionId, run: 1, headline: 'Ferry sinks' }),
    ]);
    expect(await story()).toMatchObject({ revision: 2, versionCount: 1 });
    const last = (await events('wire.stories')).at(-1)?.data;
    expect(last && 'change' in last ? last.change : null).toMatchObject({
      cause: 'reprocessed',
      quiet: true,
    });
    const live: { run: number }[] = await database.dataSource.query(
      'select run from truth.filings where live',
    );
    expect(live).toEqual([{ run: 1 }]);
  });

  it('of an item that turns out to be of another story take the first story away', async () => {
    const [first] = await file({ story: 'wrong' });
    await service.decideBatch([aDispatch({ story: 'right', transmissionId: first!.transmissionId, run: 1 })]);
    expect(await story('wrong')).toMatchObject({
      status: 'withheld',
      statusReason: 'moved',
      text: { plain: '' },
    });
    expect((await story('right')).status).toBe('usable');
    await file({ story: 'wrong', text: reportOn('It is its own') });
    expect(await story('wrong')).toMatchObject({ status: 'usable', revision: 3 });
  });

  it('of whole stories put their snapshots on the log again at the same revision', async () => {
    await file({ story: 'a' }, { story: 'b', text: reportOn('A bridge closed') });
    expect(await republishStories(database.dataSource)).toBe(2);
    expect(await republishStories(database.dataSource, { storyIds: [storyIdOf('nordwire', 'a')] })).toBe(1);
    const again = (await events('wire.stories')).slice(2);
    expect(
      again.map(({ data }) => ('change' in data ? [data.story.revision, data.change.quiet] : [])),
    ).toEqual([
      [1, true],
      [1, true],
      [1, true],
    ]);
  });
});

describe('the active deduplicator', () => {
  it('writes nothing any more when another process took over, and neither does its releaser', async () => {
    await file({ version: '1', embargo: embargoUntil('2024-05-14T21:00:00Z') });
    const deposed = new LeaseRegistry(database.dataSource, { onTrouble: () => undefined });
    const others = new Leadership(deposed);
    const before = await snapshots();
    clock.instant = '2024-05-14T21:30:00.000Z';
    const lost = { code: 'lease_lost' };
    await expect(
      aService(aReleaser(clock, others), clock, others).decideBatch([aDispatch()]),
    ).rejects.toMatchObject(lost);
    await expect(aReleaser(clock, others).releaseDue()).rejects.toMatchObject(lost);
    expect(await snapshots()).toEqual(before);
    expect(await releaser.releaseDue()).toBe(1);
  });
});

describe('the truth on PostgreSQL', () => {
  const summary = (snapshot: StorySnapshot) => ({
    status: snapshot.status,
    reason: snapshot.statusReason,
    group: snapshot.groupId,
    originalKilled: snapshot.originalKilled,
    dispatch: snapshot.dispatchId,
    version: snapshot.version,
    versionCount: snapshot.versionCount,
    embargoedUntil: snapshot.embargoedUntil,
    text: snapshot.text.plain,
    copies: snapshot.copies,
  });

  it('is that of the pure code in any order, cut into any batches, with any of them sent again', async () => {
    const shuffled = wireStream().chain((stream) =>
      fc.record({
        stream: fc.constant(stream),
        order: fc.shuffledSubarray(stream, { minLength: stream.length }),
        sizes: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
        repeat: fc.boolean(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(shuffled, async ({ stream, order, sizes, repeat }) => {
        await clear();
        await service.decideBatch(stream);
        const inOrder = [...(await snapshots()).values()].map(summary);
        await clear();
        for (let at = 0, turn = 0; at < order.length; turn += 1) {
          const batch = order.slice(at, at + (sizes[turn % sizes.length] ?? 1));
          await service.decideBatch(batch);
          if (repeat) await service.decideBatch(order.slice(Math.max(at - 1, 0), at + batch.length));
          at += batch.length;
        }
        expect([...(await snapshots()).values()].map(summary)).toEqual(inOrder);

        const desk = new TruthDesk(streamNow);
        for (const event of stream) desk.decide(factsOf(event));
        const pure = desk
          .stories()
          .map((view) => [view.state.storyId, view.status, view.reason, view.groupId]);
        const stored = [...(await snapshots()).values()];
        expect(new Map(pure.map((one) => [one[0], one]))).toEqual(
          new Map(
            stored.map((one) => [one.storyId, [one.storyId, one.status, one.statusReason, one.groupId]]),
          ),
        );
        await expectRevisionsInOrder();
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  async function expectRevisionsInOrder(): Promise<void> {
    const last = new Map<string, number>();
    for (const { data } of await events('wire.stories')) {
      if (!('story' in data)) throw new Error('an event of another kind');
      expect(data.change.previousRevision).toBe(last.get(data.story.storyId) ?? null);
      expect(data.story.revision).toBe((last.get(data.story.storyId) ?? 0) + 1);
      last.set(data.story.storyId, data.story.revision);
    }
    for (const [storyId, snapshot] of await snapshots()) expect(last.get(storyId)).toBe(snapshot.revision);
  }
});
