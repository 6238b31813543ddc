import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import {
  decodeEvent,
  encodeEvent,
  RetriableError,
  storyIdOf,
  type EventType,
  type StorySnapshot,
} from '#contracts';
import { ok, type BatchContext, type BatchEvent, type EventBatch } from '#events';
import { createLogger, Metrics } from '#platform';
import { all } from '#query';
import { PostgresSearchEngine, SearchEngine, type IndexOutcome } from '#search';
import { aSnapshot, testDatabase } from '#testing';
import { StoriesHandler } from './stories.handler.js';

type StoryEventType = Extract<EventType, `wire.story.${string}`>;

function aStory(headline: string, parts: Partial<StorySnapshot> = {}): StorySnapshot {
  const storyId = storyIdOf('nordwire', headline);
  return aSnapshot({
    storyId,
    versionCreated: new Date().toISOString(),
    item: { uri: `urn:example:${storyId}`, headlines: [{ role: 'main', value: headline }] },
    ...parts,
  });
}

/** A batch as the runner gives it: each story with its type, a bare key for a tombstone. */
function aBatch(...entries: ([StoryEventType, StorySnapshot] | string)[]): EventBatch<'wire.stories'> {
  const events = entries.map((entry, at): BatchEvent<'wire.stories'> => {
    const key = typeof entry === 'string' ? entry : entry[1].storyId;
    const message = {
      topic: 'wire.stories' as const,
      key,
      headers: {},
      value: null,
      position: `${at}`,
      at: new Date(),
    };
    if (typeof entry === 'string') return { message, key, position: message.position, event: null };
    const [type, story] = entry;
    const change = {
      cause: 'received' as const,
      previousRevision: null,
      previousStatus: null,
      fields: [],
      quiet: false,
    };
    const { headers, value } = encodeEvent(type, key, { story, change }, { source: '/test' });
    const event = decodeEvent(key, headers, value ?? Buffer.alloc(0));
    return {
      message,
      key,
      position: message.position,
      event: event as NonNullable<BatchEvent<'wire.stories'>['event']>,
    };
  });
  const context: BatchContext = {
    group: 'indexer',
    topic: 'wire.stories',
    signal: new AbortController().signal,
    heartbeat: () => Promise.resolve(),
    deadLetter: () => Promise.resolve(),
  };
  return { events, context };
}

describe('the indexer', () => {
  let database: { dataSource: DataSource; drop: () => Promise<void> };
  let engine: SearchEngine;
  let metrics: Metrics;

  beforeAll(async () => {
    database = await testDatabase();
    engine = new PostgresSearchEngine(database.dataSource);
    metrics = new Metrics();
  });

  afterAll(() => database.drop());

  const handler = (of: SearchEngine = engine): StoriesHandler =>
    new StoriesHandler(of, createLogger({ level: 'silent', service: 'indexer' }), metrics);

  const found = async (): Promise<unknown[]> => {
    const request = {
      query: all,
      filters: {},
      view: 'stories',
      sort: 'old',
      limit: 50,
      cursor: null,
    } as const;
    const options = { facets: [], highlight: false, includeHeld: false };
    const { hits } = await engine.search({ ...request, ...options }, { providers: '*', seesHeld: false });
    return hits.map((hit) => [hit.item.headlines?.[0]?.value, hit.revision]);
  };

  it('makes stories searchable, in the state of the last event of each, also when a batch comes again', async () => {
    const one = aStory('One');
    const two = aStory('Two');
    const batch = aBatch(
      ['wire.story.created.v1', one],
      ['wire.story.created.v1', two],
      ['wire.story.updated.v1', { ...one, revision: 2 }],
    );
    expect(await handler().handle(batch)).toEqual([ok, ok, ok]);
    expect(await handler().handle(batch)).toEqual([ok, ok, ok]);
    expect(new Set(await found())).toEqual(
      new Set([
        ['One', 2],
        ['Two', 1],
      ]),
    );
    await handler().handle(aBatch(['wire.story.killed.v1', { ...one, revision: 3, status: 'canceled' }]));
    await handler().handle(aBatch(['wire.story.updated.v1', { ...one, revision: 2 }]));
    expect(await found()).toEqual([['Two', 1]]);
  });

  it('takes out what expired and what a tombstone names, and keeps both out when old events are replayed', async () => {
    const expired = aStory('Expired');
    const buried = aStory('Buried');
    const created = aBatch(['wire.story.created.v1', expired], ['wire.story.created.v1', buried]);
    await handler().handle(created);
    const results = await handler().handle(
      aBatch(['wire.story.expired.v1', { ...expired, revision: 2 }], buried.storyId, 'no story at all'),
    );
    expect(results).toEqual([ok, ok, { kind: 'drop', reason: 'key_is_no_story' }]);
    await handler().handle(created);
    expect(await found()).toEqual([['Two', 1]]);
  });

  it('sets a document aside that the index refuses, but takes a kill that it refuses out of sight', async () => {
    class Refusing extends PostgresSearchEngine {
      override async index(stories: readonly StorySnapshot[]): Promise<IndexOutcome[]> {
        return stories.map(({ storyId }) => ({
          storyId,
          outcome: 'refused',
          code: 'index_54000',
          detail: 'too big',
        }));
      }
    }
    const known = aStory('Known');
    await handler().handle(aBatch(['wire.story.created.v1', known]));
    const results = await handler(new Refusing(database.dataSource)).handle(
      aBatch(
        ['wire.story.created.v1', aStory('Too big')],
        ['wire.story.killed.v1', { ...known, revision: 2, status: 'canceled' }],
      ),
    );
    expect(results).toEqual([{ kind: 'dead-letter', code: 'index_54000', detail: 'too big' }, ok]);
    expect(await found()).toEqual([['Two', 1]]);
  });

  it('asks for the batch again while the index is away', async () => {
    const away = new PostgresSearchEngine(database.dataSource);
    const dataSource = Object.create(database.dataSource, {
      query: { value: () => Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })) },
    }) as DataSource;
    const engineAway = Object.assign(away, { dataSource });
    await expect(
      handler(engineAway).handle(aBatch(['wire.story.created.v1', aStory('Later')])),
    ).rejects.toBeInstanceOf(RetriableError);
  });

  it('counts documents and measures the way from push to search', async () => {
    const { text } = await metrics.exposition();
    expect(text).toMatch(/wiredesk_indexed_documents_total\{outcome="indexed"\} [1-9]/);
    expect(text).toMatch(/wiredesk_indexed_documents_total\{outcome="older"\} [1-9]/);
    expect(text).toMatch(/wiredesk_push_to_searchable_seconds_count [1-9]/);
  });
});
