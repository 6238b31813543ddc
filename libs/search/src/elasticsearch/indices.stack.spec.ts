import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, storyIdOf, type Filing, type StorySnapshot } from '#contracts';
import { aRequest, aStory, everything } from '../story.fixture.js';
import { emptyIndices, testElasticsearch } from './elasticsearch.fixture.js';

const test = testElasticsearch();
const { client, engine, prefix } = test;

afterAll(() => test.drop());

function aFiling(parts: Partial<Filing> = {}): Filing {
  return {
    dispatchId: newId(),
    transmissionId: newId(),
    storyId: newId(),
    provider: 'nordwire',
    feed: 'nordwire-main',
    version: '1',
    versionCreated: '2026-11-03T06:00:00.000Z',
    receivedAt: '2026-11-03T06:00:01.000Z',
    outcome: 'created',
    reason: 'first',
    of: null,
    score: null,
    headline: 'Mayor resigns',
    dateline: { text: 'OSLO, 3 Nov', place: 'Oslo', agencies: [] },
    ...parts,
  };
}

async function filingIn(month: string, { dispatchId }: Filing): Promise<unknown> {
  const { _source } = await client.get({ index: `${prefix}filings-${month}`, id: dispatchId });
  return _source;
}

describe('the indices', () => {
  beforeEach(() => emptyIndices(test));

  it('are made once, by however many processes begin at the same time', async () => {
    const fresh = testElasticsearch();
    const story = aStory({ headline: 'First' });
    const outcomes = await Promise.all(
      [fresh.engine, fresh.another(), fresh.another()].map((each) => each.index([story])),
    );
    expect(
      outcomes
        .flat()
        .map(({ outcome }) => outcome)
        .sort(),
    ).toEqual(['indexed', 'older', 'older']);
    const indices = Object.keys(await client.indices.get({ index: `${fresh.prefix}*` })).sort();
    expect(indices).toEqual([`${fresh.prefix}clusters-000001`, `${fresh.prefix}stories-000001`]);
    await fresh.drop();
  });

  it('are made again when somebody deleted them', async () => {
    const fresh = testElasticsearch();
    await fresh.engine.index([aStory()]);
    await client.indices.delete({ index: `${fresh.prefix}stories-000001` });
    const story = aStory({ headline: 'After' });
    expect(await fresh.engine.index([story])).toMatchObject([{ outcome: 'indexed' }]);
    expect((await fresh.engine.get(story.storyId, everything))?.storyId).toBe(story.storyId);
    await fresh.drop();
  });

  it('take no field that they do not know, and no value that is longer than a term may be', async () => {
    await expect(
      client.index({ index: `${prefix}stories`, document: { status: 'usable', surprise: 1 } }),
    ).rejects.toMatchObject({ statusCode: 400 });
    const long = 'é'.repeat(16_384);
    await client.index({ index: `${prefix}stories`, document: { provider: long }, refresh: true });
    expect((await client.count({ index: `${prefix}stories` })).count).toBe(1);
  });

  it('refuse a document that they cannot hold and take its neighbours', async () => {
    const wrong = { ...aStory({ headline: 'Wrong' }), originalKilled: 'perhaps' as unknown as boolean };
    const outcomes = await engine.index([aStory({ headline: 'Left' }), wrong, aStory({ headline: 'Right' })]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['indexed', 'refused', 'indexed']);
    expect(outcomes[1]).toMatchObject({ storyId: wrong.storyId, code: 'index_document_parsing_exception' });
  });

  it('say that they were made by another version, take its new fields, and are well after a rebuild', async () => {
    const other = testElasticsearch();
    await other.engine.health();
    const index = `${other.prefix}stories-000001`;
    const state = await client.indices.getMapping({ index });
    const { properties = {}, ...mappings } = state[index]?.mappings ?? {};
    const { day: _day, ...known } = properties;
    await client.indices.delete({ index });
    await client.indices.create({
      index,
      aliases: { [`${other.prefix}stories`]: {} },
      mappings: { ...mappings, properties: known, _meta: { hash: 'another' } },
    });
    const later = other.another();
    expect(await later.health()).toMatchObject({ ok: true, detail: expect.stringContaining('rebuild') });
    const story = aStory({ headline: 'Kept' });
    expect(await later.index([story])).toMatchObject([{ outcome: 'indexed' }]);
    const rebuild = await later.beginRebuild();
    await later.writeRebuild(rebuild, [story]);
    await later.finishRebuild(rebuild);
    expect(await later.health()).toMatchObject({ ok: true, detail: null, documents: 1 });
    await other.drop();
  });
});

describe('a rebuild', () => {
  it('loses nothing that is written, killed or removed meanwhile, and is seen in one step', async () => {
    await emptyIndices(test);
    const truth = new Map<string, StorySnapshot>();
    const live = test.another();
    const put = async (story: StorySnapshot): Promise<void> => {
      truth.set(story.storyId, story);
      await live.index([story]);
    };
    const before = Array.from({ length: 40 }, (_, at) => aStory({ headline: `Before ${at}`, minute: at }));
    for (const story of before) truth.set(story.storyId, story);
    await live.index(before);

    const stop = new AbortController();
    const writing = (async () => {
      for (let at = 0; !stop.signal.aborted; at += 1) {
        await put(aStory({ headline: `During ${at}`, minute: 100 + at }));
        await wait(100);
      }
    })();
    const rebuild = await engine.beginRebuild();
    await expect(test.another().beginRebuild()).rejects.toMatchObject({ code: 'rebuild_running' });
    const read = [...truth.values()];
    const [killed, updated, removed] = before as [StorySnapshot, StorySnapshot, StorySnapshot];
    await put({ ...killed, revision: 2, status: 'canceled' });
    await put({ ...updated, revision: 2, item: { ...updated.item, headlines: [{ value: 'Updated' }] } });
    await live.remove([{ storyId: removed.storyId, revision: 2 }]);
    truth.delete(removed.storyId);
    await engine.writeRebuild(rebuild, read);
    await engine.finishRebuild(rebuild);
    stop.abort();
    await writing;
    await engine.refresh();

    const { hits } = await engine.search(aRequest({ view: 'stories', limit: 1_000 }), everything);
    const usable = [...truth.values()].filter(({ status }) => status === 'usable');
    expect(hits.map((hit) => hit.storyId).sort()).toEqual(usable.map((story) => story.storyId).sort());
    expect(hits.find((hit) => hit.storyId === updated.storyId)?.item.headlines).toEqual([
      { value: 'Updated' },
    ]);
    expect((await engine.get(killed.storyId, everything))?.status).toBe('canceled');
    const indices = Object.keys(await client.indices.get({ index: `${prefix}stories` }));
    expect(indices).toEqual([rebuild.index]);
    expect(await client.indices.exists({ index: `${prefix}stories-000001` })).toBe(false);
  });

  it('that is given up leaves no trace', async () => {
    const rebuild = await engine.beginRebuild();
    await engine.abandonRebuild();
    expect(await client.indices.exists({ index: rebuild.index })).toBe(false);
    await expect(engine.writeRebuild(rebuild, [aStory()])).rejects.toMatchObject({
      code: 'search_unavailable',
    });
    expect(await engine.index([aStory()])).toMatchObject([{ outcome: 'indexed' }]);
  });
});

describe('filings', () => {
  beforeEach(() => emptyIndices(test));

  it('lie by the month in which they came in, once, however often they are written', async () => {
    const october = aFiling({ receivedAt: '2026-11-01T00:30:00+01:00' });
    const november = aFiling({ receivedAt: '2026-11-01T00:00:00.000Z' });
    expect(await engine.indexFilings([october, november])).toEqual([
      { id: october.dispatchId, outcome: 'indexed' },
      { id: november.dispatchId, outcome: 'indexed' },
    ]);
    await engine.indexFilings([october, november]);
    expect(await filingIn('2026-10', october)).toEqual(october);
    expect(await filingIn('2026-11', november)).toEqual(november);
    await client.indices.refresh({ index: `${prefix}filings` });
    expect((await client.count({ index: `${prefix}filings` })).count).toBe(2);
  });

  it('of a killed or removed story lose their words, whether they came before or come after', async () => {
    const story = aStory({ headline: 'Mayor resigns', storyId: storyIdOf('nordwire', 'mayor') });
    const gone = aStory({ headline: 'Mayor stays' });
    const filed = [story, gone].map(({ storyId }) => aFiling({ storyId }));
    const other = aFiling();
    await engine.index([story, gone]);
    await engine.indexFilings([...filed, other]);
    await engine.index([{ ...story, revision: 2, status: 'canceled', statusReason: 'killed' }]);
    await engine.remove([{ storyId: gone.storyId, revision: 2 }]);
    const late = aFiling({ storyId: story.storyId });
    await engine.indexFilings([late, ...filed]);
    for (const filing of [...filed, late]) {
      const kept = await filingIn('2026-11', filing);
      expect(kept).toMatchObject({ storyId: filing.storyId, outcome: 'created' });
      expect(JSON.stringify(kept)).not.toMatch(/Mayor|Oslo/i);
    }
    expect(await filingIn('2026-11', other)).toMatchObject({ headline: 'Mayor resigns' });
  });
});

it('keeps the newest revision of a cluster', async () => {
  const clusterId = newId();
  const groups = [newId(), newId()];
  expect(await engine.indexClusters([{ clusterId, revision: 2, groups }])).toEqual([
    { id: clusterId, outcome: 'indexed' },
  ]);
  expect(await engine.indexClusters([{ clusterId, revision: 1, groups: [] }])).toEqual([
    { id: clusterId, outcome: 'older' },
  ]);
  const { _source } = await client.get({ index: `${prefix}clusters`, id: clusterId });
  expect(_source).toEqual({ clusterId, revision: 2, groups });
});

it('makes every method say that search is unavailable while Elasticsearch is away', async () => {
  const { ElasticsearchEngine } = await import('./elasticsearch-engine.js');
  const away = new ElasticsearchEngine({ node: 'http://127.0.0.1:1', prefix: 'away-' });
  const unavailable = { code: 'search_unavailable' };
  await expect(away.index([aStory()])).rejects.toMatchObject({ ...unavailable, name: 'RetriableError' });
  await expect(away.remove([{ storyId: newId() }])).rejects.toMatchObject({ name: 'RetriableError' });
  await expect(away.search(aRequest(), everything)).rejects.toMatchObject({ ...unavailable, status: 503 });
  await expect(away.get(newId(), everything)).rejects.toMatchObject({ ...unavailable, status: 503 });
  await expect(away.related(newId(), everything, 3)).rejects.toMatchObject({ ...unavailable, status: 503 });
  expect(await away.health()).toMatchObject({ ok: false, documents: 0 });
  await away.close();
});
