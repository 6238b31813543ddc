import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, sha256, type CloudEvent, type TransmissionReceived } from '#contracts';
import type { EventBatch } from '#events';
import { Metrics } from '#platform';
import { testDatabase } from '#testing';
import { inlineParser, type Parser } from '#wire';
import { NormaliserHandler } from './normaliser.handler.js';
import { NormaliserStore } from './normaliser.store.js';

const receivedAt = '2026-03-01T09:00:00.000Z';

function ninjs(uri: string): string {
  return JSON.stringify({
    uri,
    type: 'text',
    version: '1',
    versioncreated: '2026-03-01T08:59:00Z',
    headline: 'The ferry sails again',
    body_html: '<p>The ferry to Morlune sails again after a week of storms.</p>',
    language: 'en',
  });
}

describe('the normaliser', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;

  beforeAll(async () => {
    database = await testDatabase();
  });

  afterAll(() => database.drop());

  beforeEach(async () => {
    await database.dataSource.query('truncate normaliser.results, normaliser.quarantine, bus.event_log');
  });

  const handlerWith = (parser: Parser) =>
    new NormaliserHandler(
      database.dataSource,
      parser,
      new NormaliserStore(database.dataSource),
      new Metrics(),
    );

  const received = async (body: string, run = 0, transmissionId = newId()): Promise<TransmissionReceived> => {
    const data: TransmissionReceived = {
      transmissionId,
      feed: 'nordwire',
      provider: 'nordwire',
      profile: null,
      contentType: 'application/json',
      filename: null,
      size: body.length,
      sha256: sha256(body),
      receivedAt,
      run,
      notify: false,
    };
    await database.dataSource.query(
      `insert into gateway.transmissions
         (transmission_id, feed, provider, received_at, content_type, size, sha256, headers, body)
       values ($1, $2, $3, $4, $5, $6, $7, '{}', $8) on conflict do nothing`,
      [
        transmissionId,
        data.feed,
        data.provider,
        receivedAt,
        data.contentType,
        data.size,
        data.sha256,
        Buffer.from(body),
      ],
    );
    return data;
  };

  const batchOf = (all: readonly TransmissionReceived[]): EventBatch<'wire.transmissions'> => ({
    events: all.map((data) => ({
      key: data.transmissionId,
      position: '1-1',
      message: {
        topic: 'wire.transmissions',
        key: data.transmissionId,
        headers: {},
        value: null,
        position: '1-1',
        at: new Date(),
      },
      event: { data } as CloudEvent<'wire.transmission.received.v1'>,
    })),
    context: {
      group: 'normaliser',
      topic: 'wire.transmissions',
      signal: new AbortController().signal,
      heartbeat: () => Promise.resolve(),
      deadLetter: () => Promise.resolve(),
    },
  });

  const dispatches = async (): Promise<{ key: string; dispatchId: string }[]> =>
    database.dataSource.query(
      `select key, convert_from(payload, 'utf8')::jsonb->>'dispatchId' as "dispatchId"
       from bus.event_log where topic = 'wire.dispatches' order by xid, position`,
    );

  const quarantine = (): Promise<
    { transmission_id: string; code: string; state: string; stack: string | null }[]
  > =>
    database.dataSource.query(
      'select transmission_id, code, state, stack from normaliser.quarantine order by created_at',
    );

  it('makes a dispatch of what it can read and puts the rest into quarantine, with the bytes to look at', async () => {
    const good = await received(ninjs('urn:nordwire.example:1'));
    const broken = await received('{"uri": "urn:nordwire.example:2", ');
    const empty = await received('');
    const results = await handlerWith(inlineParser).handle(batchOf([good, broken, empty]));
    expect(results.map((result) => result.kind)).toEqual(['ok', 'ok', 'ok']);
    expect(await dispatches()).toHaveLength(1);
    const refused = await quarantine();
    expect(new Map(refused.map((row) => [row.transmission_id, row.code]))).toEqual(
      new Map([
        [broken.transmissionId, 'json_malformed'],
        [empty.transmissionId, 'empty_transmission'],
      ]),
    );
  });

  it('writes nothing twice when a batch comes again, and gives a replay ids of its own', async () => {
    const data = await received(ninjs('urn:nordwire.example:1'));
    const handler = handlerWith(inlineParser);
    await handler.handle(batchOf([data]));
    await handler.handle(batchOf([data, data]));
    const [first, ...repeats] = await dispatches();
    expect(repeats).toEqual([]);
    await handler.handle(batchOf([{ ...data, run: 1 }]));
    const [, again] = await dispatches();
    expect(again!.dispatchId).not.toBe(first!.dispatchId);
    expect(again!.key).toBe(first!.key);
  });

  it('leaves an item open in quarantine once, however often its transmission is replayed', async () => {
    const broken = await received('{"uri": "urn:nordwire.example:2", ');
    const handler = handlerWith(inlineParser);
    for (const run of [0, 1, 2]) await handler.handle(batchOf([{ ...broken, run }]));
    expect((await quarantine()).map((row) => row.state)).toEqual(['replayed', 'replayed', 'open']);
  });

  it('keeps going when reading one transmission throws: that one is quarantined with its stack', async () => {
    const good = await received(ninjs('urn:nordwire.example:1'));
    const bad = await received(ninjs('urn:nordwire.example:bad'));
    const parser: Parser = {
      parse: (input) =>
        Buffer.from(input.bytes).includes('bad')
          ? Promise.reject(new TypeError('a bug'))
          : inlineParser.parse(input),
      close: () => Promise.resolve(),
    };
    await handlerWith(parser).handle(batchOf([bad, good]));
    expect(await dispatches()).toHaveLength(1);
    expect(await quarantine()).toMatchObject([
      { code: 'internal_error', stack: expect.stringContaining('a bug') },
    ]);
  });

  it('drops an event whose bytes are gone by retention, with a reason', async () => {
    const data = await received('x');
    await database.dataSource.query('delete from gateway.transmissions where transmission_id = $1', [
      data.transmissionId,
    ]);
    expect(await handlerWith(inlineParser).handle(batchOf([data]))).toEqual([
      { kind: 'drop', reason: 'raw_bytes_gone' },
    ]);
  });
});
